using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class DeadlineAndCancellation
{
    // Bounds a wait for something that must happen; a passing test never uses it up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task A_deadline_ends_the_call_on_both_sides(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        var client = server.Client();
        await client.EchoAsync(new ProbeMessage());
        var deadline = Now.AddSeconds(1);

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await client.HangAsync(new ProbeMessage(), deadline: deadline));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await server.State.HangCancelled.Task.WaitAsync(Patience);
        var seen = await server.State.HangStarted.Task;
        Assert.InRange(seen, deadline.AddSeconds(-5), deadline.AddSeconds(5));
    }

    [Fact]
    public async Task A_call_without_deadline_shows_the_server_none()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        using var call = server.Client().HangAsync(new ProbeMessage());

        Assert.Equal(DateTime.MaxValue, await server.State.HangStarted.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_deadline_in_the_past_does_not_reach_the_server()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await server.Client().HangAsync(new ProbeMessage(), deadline: Now.AddSeconds(-1)));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.False(server.State.HangStarted.Task.IsCompleted);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task The_caller_s_token_fires_the_server_s_token(Transport transport)
    {
        await using var server = await ProbeServer.StartAsync(transport);
        using var source = new CancellationTokenSource();
        using var call = server.Client().HangAsync(new ProbeMessage(), cancellationToken: source.Token);
        await server.State.HangStarted.Task.WaitAsync(Patience);

        await source.CancelAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        await server.State.HangCancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposing_a_call_cancels_it()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var call = server.Client().HangAsync(new ProbeMessage());
        await server.State.HangStarted.Task.WaitAsync(Patience);

        call.Dispose();

        await server.State.HangCancelled.Task.WaitAsync(Patience);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public async Task A_channel_may_ask_for_operation_cancelled_exceptions()
    {
        await using var server = await ProbeServer.StartAsync(Transport.Plain);
        var client = server.Client(channel => channel.ThrowOperationCanceledOnCancellation = true);
        using var source = new CancellationTokenSource();
        using var call = client.HangAsync(new ProbeMessage(), cancellationToken: source.Token);
        await server.State.HangStarted.Task.WaitAsync(Patience);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;
}
