using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class CallCredentialsOnTheWire
{
    private static readonly CallCredentials Token = Adding("authorization", "Bearer abc");

    [Theory]
    [InlineData(Transport.Tls)]
    [InlineData(Transport.MutualTls)]
    public async Task Credentials_of_the_channel_go_with_every_call(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var client = server.Client(channel =>
            channel.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Token));

        var caller = await client.WhoAmIAsync(new Empty());

        Assert.Equal("Bearer abc", caller.Authorization);
    }

    [Fact]
    public async Task Credentials_of_one_call_may_be_composed()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Tls);
        var both = CallCredentials.Compose(Token, Adding("x-second", "yes"));
        var options = new CallOptions(credentials: both);

        using var call = server.Client().ReflectAsync(new ProbeMessage(), options);
        var headers = await call.ResponseHeadersAsync;

        Assert.Equal("yes", headers.GetValue("x-second"));
        Assert.Equal("Bearer abc", (await server.Client().WhoAmIAsync(new Empty(), options)).Authorization);
    }

    [Fact]
    public async Task Credentials_learn_where_the_call_goes()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Tls);
        AuthInterceptorContext? seen = null;
        var credentials = CallCredentials.FromInterceptor((context, _) =>
        {
            seen = context;
            return Task.CompletedTask;
        });

        await server.Client().WhoAmIAsync(new Empty(), new CallOptions(credentials: credentials));

        Assert.Equal("WhoAmI", seen!.MethodName);
        Assert.EndsWith("/cbm.substitutes.test.Probe", seen.ServiceUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tls_credentials_are_refused_unless_allowed()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);

        Assert.ThrowsAny<Exception>(() => server.Client(UseOnInsecureChannel).WhoAmI(new Empty()));

        var allowed = server.Client(channel =>
        {
            UseOnInsecureChannel(channel);
            channel.UnsafeUseInsecureChannelCallCredentials = true;
        });
        Assert.Equal("Bearer abc", (await allowed.WhoAmIAsync(new Empty())).Authorization);
    }

    private static void UseOnInsecureChannel(GrpcChannelOptions channel) =>
        channel.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Token);

    private static CallCredentials Adding(string key, string value) =>
        CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add(key, value);
            return Task.CompletedTask;
        });
}
