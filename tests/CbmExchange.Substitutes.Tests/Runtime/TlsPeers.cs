using System.Security.Authentication;
using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CbmExchange.Substitutes.Tests.Runtime;

/// <summary>Who is accepted over TLS and mutual TLS with private authorities.</summary>
public sealed class TlsPeers
{
    [Fact]
    public async Task Over_mutual_tls_the_server_knows_the_caller_s_name()
    {
        await using var server = await ProbeServer.StartAsync(Transport.MutualTls);

        var caller = await server.Client().WhoAmIAsync(new Empty());

        Assert.True(caller.Authenticated);
        Assert.Equal([ProbeServer.ClientName], caller.Identity);
    }

    [Theory]
    [InlineData(Transport.Plain)]
    [InlineData(Transport.Tls)]
    public async Task Without_a_client_certificate_the_caller_is_not_authenticated(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);

        var caller = await server.Client().WhoAmIAsync(new Empty());

        Assert.False(caller.Authenticated);
        Assert.Empty(caller.Identity);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Tls);
        using var foreign = new PrivateAuthority();

        var error = await RefusalOf(server, ProbeServer.Handler(foreign, null));

        Assert.Contains(nameof(AuthenticationException), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_another_name_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Tls);
        var handler = ProbeServer.Handler(server.Authority, null);
        using var channel = server.Connect(handler, address: $"https://127.0.0.1:{server.Port}");

        var error = await RefusalOf(channel);

        Assert.Contains(nameof(AuthenticationException), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_without_certificate_is_refused_over_mutual_tls()
    {
        await using var server = await ProbeServer.StartAsync(Transport.MutualTls);

        await RefusalOf(server, ProbeServer.Handler(server.Authority, null));
    }

    [Fact]
    public async Task A_caller_of_another_authority_is_refused_over_mutual_tls()
    {
        await using var server = await ProbeServer.StartAsync(Transport.MutualTls);
        using var foreign = new PrivateAuthority();

        await RefusalOf(server, ProbeServer.Handler(server.Authority, foreign.IssueForClient(ProbeServer.ClientName)));
    }

    [Fact]
    public async Task A_server_certificate_does_not_serve_as_a_caller_s()
    {
        await using var server = await ProbeServer.StartAsync(Transport.MutualTls);
        var wrongPurpose = server.Authority.IssueForServer(ProbeServer.ClientName);

        await RefusalOf(server, ProbeServer.Handler(server.Authority, wrongPurpose));
    }

    [Fact]
    public async Task A_caller_that_speaks_only_tls_1_2_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Tls);
        var handler = ProbeServer.Handler(server.Authority, null);
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12;

        await RefusalOf(server, handler);
    }

    private static Task<RpcException> RefusalOf(ProbeServer server, HttpMessageHandler handler) =>
        RefusalOf(server.Connect(handler));

    private static async Task<RpcException> RefusalOf(GrpcChannel channel)
    {
        var client = new Probe.ProbeClient(channel);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.WhoAmIAsync(new Empty()));
        // The managed client maps a failed handshake to one or the other, depending on who notices first.
        Assert.Contains(error.StatusCode, new[] { StatusCode.Internal, StatusCode.Unavailable });
        return error;
    }
}
