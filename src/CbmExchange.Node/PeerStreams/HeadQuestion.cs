using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Startup;
using Grpc.Core;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Asks one peer about our own stream to it. What it answers counts only as far as our own key signed it.
/// </summary>
internal sealed class HeadQuestion(PeerSeat peer, FollowerParts parts) : IDisposable
{
    private readonly PeerChannels.Loan way = parts.Channels.Borrow(peer);
    private readonly HeadComparison comparison = new(parts.Store, parts.Identity, parts.Time);

    /// <summary>Which head it holds.</summary>
    public async Task<HeadCheckInput> AskAsync(int generation, CancellationToken cancellationToken)
    {
        try
        {
            var held = await way.Channel.Pipeline.ExecuteAsync(
                async token => await way.Channel.NextClient().HeldHeadAsync(
                    new HeldHeadRequest(), deadline: Deadline(PeerStreamLimits.UnaryMax), cancellationToken: token)
                    .ResponseAsync.ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return await comparison.JudgeAsync(Stream(generation), held.Checkpoint.Memory, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception fault) when (IsSilence(fault, cancellationToken))
        {
            return new HeadCheckInput.PeerSilent();
        }
    }

    /// <summary>Takes our own entries back, each batch verified against our own checkpoint.</summary>
    public async Task<HeadCheckInput> TakeBackAsync(HeadCheckOutput.TakeBack back, CancellationToken cancellationToken)
    {
        var stream = Stream(back.Generation);
        var range = await parts.Store.PeerStreams.EdgeAsync(stream, new(back.FromSize), cancellationToken)
            .ConfigureAwait(false);
        try
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var request = new TakeBackRequest { Generation = back.Generation, AfterSize = back.FromSize };
            using var call = await way.Channel.OpenAsync(
                client => client.TakeBack(request, cancellationToken: idle.Token), idle.Token).ConfigureAwait(false);
            while (await NextAsync(call, idle).ConfigureAwait(false))
            {
                if (await comparison.StoreAsync(stream, range, call.ResponseStream.Current.Batch, cancellationToken)
                    .ConfigureAwait(false)
                    is not { } grown)
                {
                    return new HeadCheckInput.TakeBackFailed();
                }

                range = grown;
            }

            return range.Size >= back.ToSize ? new HeadCheckInput.TakenBack(range.Size)
                : new HeadCheckInput.TakeBackFailed();
        }
        catch (RpcException refused) when (PeerErrors.ReasonOf(refused) == PeerRefusals.HeadBehind)
        {
            return new HeadCheckInput.TakeBackFailed();
        }
        catch (Exception fault) when (IsSilence(fault, cancellationToken))
        {
            return new HeadCheckInput.TakeBackInterrupted(range.Size);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => way.Dispose();

    private static async Task<bool> NextAsync(
        AsyncServerStreamingCall<TakeBackResponse> call, CancellationTokenSource idle)
    {
        idle.CancelAfter(PeerStreamLimits.TransferIdleMax);
        return await call.ResponseStream.MoveNext(idle.Token).ConfigureAwait(false);
    }

    private static bool IsSilence(Exception fault, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && fault is RpcException or TimeoutRejectedException or BrokenCircuitException or OperationCanceledException;

    private PeerStreamId Stream(int generation) => new(parts.Identity.Participant, peer.Participant, generation);

    private DateTime Deadline(TimeSpan after) => parts.Time.GetUtcNow().Add(after).UtcDateTime;
}
