using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class InterceptorsOnTheWire
{
    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Client_interceptors_see_all_kinds_of_call_in_order(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var seen = new List<string>();
        var invoker = server.Connect().Intercept(new NotingInterceptor("a", seen), new NotingInterceptor("b", seen));

        await CallEachKind(new Probe.ProbeClient(invoker));

        var kinds = new[] { "blocking", "unary", "client", "server", "duplex" };
        Assert.Equal(kinds.SelectMany(kind => new[] { $"a {kind}", $"b {kind}" }), seen);
    }

    [Fact]
    public async Task Server_interceptors_see_all_kinds_of_call()
    {
        var seen = new List<string>();
        await using var server = await ProbeServer.StartAsync(
            Transport.Plain,
            grpc => grpc.Interceptors.Add<NotingInterceptor>("s", seen));

        await CallEachKind(server.Client());

        Assert.Equal(["s unary", "s unary", "s client", "s server", "s duplex"], seen);
    }

    [Fact]
    public async Task A_server_interceptor_may_come_from_the_container()
    {
        var seen = new List<string>();
        await using var server = await ProbeServer.StartAsync(
            Transport.Plain,
            grpc => grpc.Interceptors.Add<NotingInterceptor>(),
            services => services.AddSingleton(new NotingInterceptor("di", seen)));

        await server.Client().EchoAsync(new ProbeMessage());

        Assert.Equal(["di unary"], seen);
    }

    [Fact]
    public async Task A_header_function_adds_to_every_call()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var invoker = server.Connect().Intercept(headers =>
        {
            headers.Add("x-added", "yes");
            return headers;
        });

        using var call = new Probe.ProbeClient(invoker).ReflectAsync(new ProbeMessage());

        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("x-added"));
    }

    private static async Task CallEachKind(Probe.ProbeClient client)
    {
        client.Echo(new ProbeMessage());
        await client.EchoAsync(new ProbeMessage());
        using var upload = client.Collect();
        await upload.RequestStream.CompleteAsync();
        await upload;
        using var download = client.Repeat(new ProbeMessage { Number = 1 });
        Assert.True(await download.ResponseStream.MoveNext());
        using var exchange = client.Exchange();
        await exchange.RequestStream.CompleteAsync();
        Assert.False(await exchange.ResponseStream.MoveNext());
    }
}
