using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class Retries
{
    private const int AttemptsMax = 4;

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_retry_policy_tries_again_until_the_server_answers(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);

        var answer = await server.Client(Retry).StumbleAsync(new ProbeMessage { Text = "a", Number = 2 });

        Assert.Equal(3, answer.Number);
        Assert.Equal("2", answer.Text);
    }

    [Fact]
    public async Task A_retry_policy_gives_up_after_its_last_attempt()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var request = new ProbeMessage { Text = "b", Number = AttemptsMax };

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await server.Client(Retry).StumbleAsync(request));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal(AttemptsMax + 1, server.State.CountAttempt("b"));
    }

    [Fact]
    public async Task Without_a_policy_there_is_one_attempt()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);

        await Assert.ThrowsAsync<RpcException>(
            async () => await server.Client().StumbleAsync(new ProbeMessage { Text = "c", Number = 1 }));

        Assert.Equal(2, server.State.CountAttempt("c"));
    }

    private static void Retry(GrpcChannelOptions channel)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = AttemptsMax,
            InitialBackoff = TimeSpan.FromMilliseconds(1),
            MaxBackoff = TimeSpan.FromMilliseconds(5),
            BackoffMultiplier = 1.5,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        channel.ServiceConfig = new ServiceConfig
        {
            MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy } },
        };
    }
}
