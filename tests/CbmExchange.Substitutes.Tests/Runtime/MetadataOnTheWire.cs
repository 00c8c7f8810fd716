using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class MetadataOnTheWire
{
    private static readonly byte[] SomeBytes = [0, 1, 127, 128, 255];

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Text_and_bytes_return_in_headers_and_trailers(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var sent = new Metadata { { "X-Text", "abc" }, { "x-bytes-bin", SomeBytes } };

        using var call = server.Client().ReflectAsync(new ProbeMessage(), sent);
        var headers = await call.ResponseHeadersAsync;
        await call;

        foreach (var received in new[] { headers, call.GetTrailers() })
        {
            Assert.Equal("abc", received.GetValue("x-text"));
            Assert.Equal(SomeBytes, received.GetValueBytes("x-bytes-bin"));
        }
    }

    [Fact]
    public async Task A_repeated_key_keeps_all_its_values()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var sent = new Metadata { { "x-list", "one" }, { "x-list", "two" } };

        using var call = server.Client().ReflectAsync(new ProbeMessage(), sent);
        await call;

        var values = string.Join(", ", call.GetTrailers().GetAll("x-list").Select(entry => entry.Value));
        Assert.Equal("one, two", values);
    }

    [Fact]
    public async Task Trailers_come_with_an_error_too()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var request = new FailRequest { Code = (int)StatusCode.Aborted, Detail = "d", WithRichError = true };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().FailAsync(request));

        Assert.NotNull(error.Trailers.GetValueBytes(ProbeService.RichErrorKey));
    }
}
