using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class StatusOnTheWire
{
    private const string AwkwardDetail = "100 % – zweite\nZeile ✓";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task All_sixteen_error_codes_arrive_whether_thrown_or_set(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var client = server.Client();
        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK))
        {
            foreach (var byContext in new[] { false, true })
            {
                var request = new FailRequest { Code = (int)code, Detail = AwkwardDetail, ByContext = byContext };

                var error = await Assert.ThrowsAsync<RpcException>(async () => await client.FailAsync(request));

                Assert.Equal(code, error.StatusCode);
                Assert.Equal(AwkwardDetail, error.Status.Detail);
            }
        }
    }

    [Fact]
    public void The_codes_have_the_numbers_of_the_wire_protocol()
    {
        Assert.Equal(Enumerable.Range(0, 17), Enum.GetValues<StatusCode>().Select(code => (int)code));
        Assert.Equal(5, (int)StatusCode.NotFound);
        Assert.Equal(14, (int)StatusCode.Unavailable);
        Assert.Equal(16, (int)StatusCode.Unauthenticated);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_rich_error_keeps_its_details(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var request = new FailRequest
        {
            Code = (int)StatusCode.InvalidArgument,
            Detail = "faults",
            WithRichError = true,
        };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().FailAsync(request));

        var status = RpcStatus.Parser.ParseFrom(error.Trailers.GetValueBytes(ProbeService.RichErrorKey));
        var fault = status.Details.Single().Unpack<BadRequest>().FieldViolations.Single();
        Assert.Equal((int)StatusCode.InvalidArgument, status.Code);
        Assert.Equal("too long", fault.Description);
    }

    [Fact]
    public async Task The_text_of_an_unexpected_exception_stays_on_the_server()
    {
        await using var server = await ProbeServer.StartAsync(
            Transport.Plain, grpc => grpc.Interceptors.Add<FaultyInterceptor>(), errorsExpected: true);

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await server.Client().EchoAsync(new ProbeMessage()));

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.DoesNotContain(FaultyInterceptor.Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var text = Marshallers.StringMarshaller;
        var method = new Method<string, string>(MethodType.Unary, "no.such.Service", "Call", text, text);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Connect().CreateCallInvoker().AsyncUnaryCall(method, null, default, "x"));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        var server = await ProbeServer.StartAsync(Transport.Plain);
        var address = server.Address;
        await server.DisposeAsync();
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(address);

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await new Probe.ProbeClient(channel).EchoAsync(new ProbeMessage()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }
}
