using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class CompressionAndSizes
{
    private const int LimitBytes = 1024;

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_request_may_be_compressed_with_gzip(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var compressed = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var caller = await server.Client().WhoAmIAsync(new Empty(), compressed);

        Assert.Equal("gzip", caller.RequestEncoding);
        Assert.Equal(Large(), await server.Client().EchoAsync(Large(), compressed));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Responses_are_compressed_as_the_server_says(string encoding)
    {
        await using var server = await ProbeServer.StartAsync(
            Transport.Plain, grpc => UseForResponses(grpc, encoding));
        var tap = new WireTap(new SocketsHttpHandler());
        var client = new Probe.ProbeClient(server.Connect(tap, AcceptDeflate));

        Assert.Equal(Large(), await client.EchoAsync(Large()));

        Assert.Equal(encoding, tap.Response!.GetValues("grpc-encoding").Single());
        Assert.Contains(encoding, string.Join(',', tap.Request!.GetValues("grpc-accept-encoding")), Ordinal);
    }

    [Fact]
    public async Task An_encoding_unknown_to_the_client_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var unknown = new Metadata { { "grpc-internal-encoding-request", "no-such-encoding" } };

        var error = await Assert.ThrowsAnyAsync<Exception>(
            async () => await server.Client().EchoAsync(Large(), unknown));

        Assert.Contains("no-such-encoding", error.ToString(), Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_message_over_the_limit_is_resource_exhausted(bool atServer, bool whenReceiving)
    {
        await using var server = await ProbeServer.StartAsync(
            Transport.Plain, grpc => Limit(grpc, atServer, whenReceiving), errorsExpected: atServer);
        var client = server.Client(channel => Limit(channel, !atServer, whenReceiving));

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(Large()));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal("small", (await client.EchoAsync(new ProbeMessage { Text = "small" })).Text);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static ProbeMessage Large() => new() { Payload = ByteString.CopyFrom(new byte[2 * LimitBytes]) };

    private static void UseForResponses(GrpcServiceOptions grpc, string encoding)
    {
        grpc.CompressionProviders.Add(new Grpc.Net.Compression.GzipCompressionProvider(default));
        grpc.CompressionProviders.Add(new Grpc.Net.Compression.DeflateCompressionProvider(default));
        grpc.ResponseCompressionAlgorithm = encoding;
        grpc.ResponseCompressionLevel = System.IO.Compression.CompressionLevel.Fastest;
    }

    private static void AcceptDeflate(GrpcChannelOptions channel) => channel.CompressionProviders =
    [
        new Grpc.Net.Compression.GzipCompressionProvider(default),
        new Grpc.Net.Compression.DeflateCompressionProvider(default),
    ];

    private static void Limit(GrpcServiceOptions grpc, bool here, bool whenReceiving)
    {
        if (here)
        {
            grpc.MaxReceiveMessageSize = whenReceiving ? LimitBytes : null;
            grpc.MaxSendMessageSize = whenReceiving ? null : LimitBytes;
        }
    }

    private static void Limit(GrpcChannelOptions channel, bool here, bool whenReceiving)
    {
        if (here)
        {
            channel.MaxReceiveMessageSize = whenReceiving ? LimitBytes : null;
            channel.MaxSendMessageSize = whenReceiving ? null : LimitBytes;
        }
    }
}
