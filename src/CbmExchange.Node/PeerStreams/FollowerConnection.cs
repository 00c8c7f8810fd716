using System.Diagnostics;
using System.Threading.Channels;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Following;
using Grpc.Core;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// One Follow call. Reads a message only when asked for one, so that HTTP/2 flow control holds the peer back while our
/// store is busy.
/// </summary>
internal sealed class FollowerConnection : IAsyncDisposable
{
    private readonly SemaphoreSlim permits = new(0, 1);
    private readonly CancellationTokenSource closing;
    private readonly long number;
    private readonly ChannelWriter<FollowerInput> inbox;
    private readonly Task running;

    /// <summary>Opens the call; what happens goes to the inbox.</summary>
    public FollowerConnection(
        FollowerOutput.OpenFollow open, PeerChannel channel, ChannelWriter<FollowerInput> inbox,
            CancellationToken stopping)
    {
        (number, this.inbox) = (open.Connection, inbox);
        closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        running = Task.Run(() => RunAsync(open, channel, closing.Token), CancellationToken.None);
    }

    /// <summary>Lets one message be read.</summary>
    public void ReadNext() => permits.Release();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
        permits.Dispose();
    }

    private async Task RunAsync(
        FollowerOutput.OpenFollow open, PeerChannel channel, CancellationToken cancellationToken)
    {
        FollowerInput end;
        try
        {
            var request = new FollowRequest { Generation = open.Generation, AfterSize = open.AfterSize };
            using var call = await channel.OpenAsync(
                client => client.Follow(request, cancellationToken: cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            await inbox.WriteAsync(new FollowerInput.Connected(number), cancellationToken).ConfigureAwait(false);
            await ReadAsync(call, cancellationToken).ConfigureAwait(false);
            end = new FollowerInput.StreamEnded(number, "ENDED");
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (RpcException fault)
        {
            end = PeerErrors.ToInput(number, fault);
        }
        catch (Exception fault) when (fault is TimeoutRejectedException or BrokenCircuitException)
        {
            end = new FollowerInput.StreamEnded(number, fault is TimeoutRejectedException ? "TIMEOUT" : "CIRCUIT_OPEN");
        }

        await inbox.WriteAsync(end, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(AsyncServerStreamingCall<FollowResponse> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            await permits.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!await call.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await inbox.WriteAsync(ToInput(call.ResponseStream.Current), cancellationToken).ConfigureAwait(false);
        }
    }

    private FollowerInput ToInput(FollowResponse message) => message.EventCase switch
    {
        FollowResponse.EventOneofCase.Batch => new FollowerInput.BatchArrived(number, message.Batch),
        FollowResponse.EventOneofCase.CaughtUp =>
            new FollowerInput.CaughtUpArrived(number, message.CaughtUp.Checkpoint.Memory),
        FollowResponse.EventOneofCase.Heartbeat =>
            new FollowerInput.HeartbeatArrived(number, message.Heartbeat.Checkpoint.Memory),
        _ => throw new UnreachableException("RawBytesInvoker lets no message without an event through."),
    };
}
