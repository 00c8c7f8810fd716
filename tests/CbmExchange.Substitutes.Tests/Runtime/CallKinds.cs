using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class CallKinds
{
    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_unary_call_brings_its_response(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var request = new ProbeMessage { Text = "Grüße ☎", Number = -7 };

        using var call = server.Client().EchoAsync(request);

        Assert.Equal(request, await call);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_blocking_unary_call_brings_its_response()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var request = new ProbeMessage { Text = "now" };

        Assert.Equal(request, server.Client().Echo(request));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_client_stream_is_read_to_its_end(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        using var call = server.Client().Collect();
        foreach (var number in Enumerable.Range(1, 50))
        {
            await call.RequestStream.WriteAsync(new ProbeMessage { Number = number, Text = "." });
        }

        await call.RequestStream.CompleteAsync();

        var sum = await call;
        Assert.Equal(1275, sum.Number);
        Assert.Equal(50, sum.Text.Length);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_server_stream_keeps_its_order(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        using var call = server.Client().Repeat(new ProbeMessage { Number = 200 });

        var numbers = new List<int>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            numbers.Add(message.Number);
        }

        Assert.Equal(Enumerable.Range(1, 200), numbers);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_two_way_stream_answers_each_request_before_the_next(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        using var call = server.Client().Exchange();
        foreach (var number in Enumerable.Range(1, 20))
        {
            await call.RequestStream.WriteAsync(new ProbeMessage { Number = number });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(number, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Every_transport_is_http_2(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);

        var caller = await server.Client().WhoAmIAsync(new Empty());

        Assert.Equal("HTTP/2", caller.Protocol);
        Assert.Equal(transport == Transport.Plain ? "" : "Tls13", caller.Tls);
    }
}
