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
    private readonly PeerChannel channel = new(peer, parts.Identity, parts.Time);
    private readonly FollowerStore storing = new(parts.Store, parts.Time);

    /// <summary>Which head it holds.</summary>
    public async Task<HeadCheckInput> AskAsync(int generation, CancellationToken cancellationToken)
    {
        try
        {
            var held = await channel.Pipeline.ExecuteAsync(
                async token => await channel.NextClient().HeldHeadAsync(
                    new HeldHeadRequest(), deadline: Deadline(PeerStreamLimits.UnaryMax), cancellationToken: token)
                    .ResponseAsync.ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return await JudgeAsync(Stream(generation), held.Checkpoint.Memory, cancellationToken)
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
        try
        {
            var stream = Stream(back.Generation);
            var range = await parts.Store.PeerStreams.EdgeAsync(stream, new(back.FromSize), cancellationToken)
                .ConfigureAwait(false);
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var request = new TakeBackRequest { Generation = back.Generation, AfterSize = back.FromSize };
            using var call = channel.NextClient().TakeBack(request, cancellationToken: idle.Token);
            while (await NextAsync(call, idle).ConfigureAwait(false))
            {
                if (await StoreAsync(stream, range, call.ResponseStream.Current.Batch, cancellationToken)
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
        catch (Exception fault) when (IsSilence(fault, cancellationToken))
        {
            return new HeadCheckInput.TakeBackFailed();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();

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

    private async Task<HeadCheckInput> JudgeAsync(
        PeerStreamId own, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        var range = await parts.Store.PeerStreams.RangeAsync(own, cancellationToken).ConfigureAwait(false);
        var now = parts.Time.GetUtcNow();
        var verdict = PeerStreamVerifier.JudgeHeldHead(own, note, parts.Identity.OwnKeys, range, _ => null, now);
        if (!verdict.IsAccepted)
        {
            return OfFault(own, note, verdict.Fault, range);
        }

        switch (verdict.Value.Standing)
        {
            case HeldHeadStanding.Nothing:
                return new HeadCheckInput.PeerHoldsNothing();
            case HeldHeadStanding.Ahead:
                return new HeadCheckInput.PeerHolds(own.Generation, verdict.Value.Size, null);
            default:
                var size = verdict.Value.Size;
                var edge = await parts.Store.PeerStreams.EdgeAsync(own, new(size), cancellationToken)
                    .ConfigureAwait(false);
                var again = PeerStreamVerifier.JudgeHeldHead(own, note, parts.Identity.OwnKeys, range, _ => edge, now);
                return new HeadCheckInput.PeerHolds(own.Generation, size, again.IsAccepted);
        }
    }

    private HeadCheckInput OfFault(PeerStreamId own, ReadOnlyMemory<byte> note, StreamFault fault, CompactRange range)
    {
        switch (fault.Name)
        {
            case StreamFaults.Forked:
                return new HeadCheckInput.PeerHolds(own.Generation, range.Size, false);
            case StreamFaults.WrongGeneration:
                // The note names its own generation; which one is found by asking for each.
                var held = Enumerable.Range(1, own.Generation + PeerStreamLimits.GenerationsLostMax)
                    .FirstOrDefault(generation => PeerStreamVerifier.JudgeHeldHead(
                    own with { Generation = generation }, note, parts.Identity.OwnKeys, range, _ => null,
                    parts.Time.GetUtcNow()).Fault?.Name is not StreamFaults.WrongGeneration);
                return held == 0
                    ? new HeadCheckInput.PeerSilent()
                    : new HeadCheckInput.PeerHolds(held, 0, null);
            default:
                // Not signed by our own key: it says nothing about what we signed.
                return new HeadCheckInput.PeerSilent();
        }
    }

    private async Task<CompactRange?> StoreAsync(
        PeerStreamId stream, CompactRange held, EntryBatch? batch, CancellationToken cancellationToken)
    {
        if (batch is null)
        {
            return null;
        }

        var verdict = PeerStreamVerifier.Verify(stream, held, batch, parts.Identity.OwnKeys, parts.Time.GetUtcNow());
        if (!verdict.IsAccepted)
        {
            return null;
        }

        var (first, size) = (verdict.Value.FirstIndex, verdict.Value.Head.Range.Size);
        var taken = new OwnEntriesTakenBack(
            stream.Recipient, stream.Generation, new(first), new(size), parts.Time.GetUtcNow());
        var result = await storing.AppendAsync(
            new AppendRequest
            {
                CommandId = PeerEventStreams.CommandId("take-back", stream.Origin, $"{first}", $"{size}"),
                Streams = [new StreamAppend(PeerEventStreams.Of(stream.Recipient), null, [taken])],
                Incoming = [verdict.Value],
            },
            cancellationToken).ConfigureAwait(false);
        return result.IsDurable ? verdict.Value.Head.Range : null;
    }
}
