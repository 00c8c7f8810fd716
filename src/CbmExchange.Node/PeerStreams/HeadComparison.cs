using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Judges what a peer says of our own stream, and keeps what it gives back. Knows no connection: what a peer says
/// counts only as far as our own key signed it, however it came.
/// </summary>
internal sealed class HeadComparison(IEventStore store, SyncIdentity identity, TimeProvider time)
{
    // What we signed is ours whatever our clock said then: it may have been ahead and was set right since.
    private static readonly DateTimeOffset AnyDate = DateTimeOffset.MaxValue;

    private readonly FollowerStore storing = new(store, time);

    /// <summary>What the head that a peer says it holds means for us.</summary>
    public async Task<HeadCheckInput> JudgeAsync(
        PeerStreamId own, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        var range = await store.PeerStreams.RangeAsync(own, cancellationToken).ConfigureAwait(false);
        var verdict = PeerStreamVerifier.JudgeHeldHead(own, note, identity.OwnKeys, range, _ => null, AnyDate);
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
                var edge = await store.PeerStreams.EdgeAsync(own, new(size), cancellationToken)
                    .ConfigureAwait(false);
                var again = PeerStreamVerifier.JudgeHeldHead(own, note, identity.OwnKeys, range, _ => edge, AnyDate);
                return new HeadCheckInput.PeerHolds(own.Generation, size, again.IsAccepted);
        }
    }

    /// <summary>
    /// Verifies and stores one batch of our own, and in the same transaction what it says of our records; answers the
    /// edge after it, or null when it is not what we signed or does not follow what is stored.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer: compare anew later.</exception>
    public async Task<CompactRange?> StoreAsync(
        PeerStreamId stream, CompactRange held, EntryBatch? batch, CancellationToken cancellationToken)
    {
        if (batch is null)
        {
            return null;
        }

        var verdict = PeerStreamVerifier.Verify(stream, held, batch, identity.TakeBackKeys, AnyDate);
        if (!verdict.IsAccepted)
        {
            return null;
        }

        return await StoreAsync(stream, verdict.Value, cancellationToken).ConfigureAwait(false)
            ? verdict.Value.Head.Range
            : null;
    }

    private async Task<bool> StoreAsync(PeerStreamId stream, VerifiedBatch batch, CancellationToken cancellationToken)
    {
        var (first, size) = (batch.FirstIndex, batch.Head.Range.Size);
        var now = time.GetUtcNow();
        var taken = new OwnEntriesTakenBack(stream.Recipient, stream.Generation, new(first), new(size), now);
        var result = await storing.AppendAsync(
            new AppendRequest
            {
                CommandId = PeerEventStreams.CommandId("take-back", stream.Origin, $"{first}", $"{size}"),
                Streams =
                [
                    new StreamAppend(PeerEventStreams.Of(stream.Recipient), null, [taken]),
                    .. TakenBackEntries.Of(batch, identity.OwnKeys, now),
                ],
                Incoming = [batch],
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Outcome is AppendOutcome.Unknown or AppendOutcome.Unavailable)
        {
            throw new StoreUnavailableException($"The store answered {result.Outcome} to entries that came back.");
        }

        if (result.IsDurable)
        {
            await KnowReceiptsAsync(batch, now, cancellationToken).ConfigureAwait(false);
        }

        return result.IsDurable;
    }

    // As if the review had written them: under the same command, it does not write them a second time. A crash in
    // between says a receipt twice, which is nothing to the peer.
    private async Task KnowReceiptsAsync(VerifiedBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var receipt in batch.Entries.Select(entry => entry.Body.Receipt)
            .Where(receipt => receipt?.Level == ReceiptLevels.Delivered))
        {
            var hash = ContentHash.FromBytes(receipt.OfStatementSha256.Span);
            await storing.DemandAsync(
                ReceiptWriter.Receipted(batch.Stream.Recipient, new RecordId(receipt.OfRecordId), hash, now),
                cancellationToken).ConfigureAwait(false);
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
                        own with { Generation = generation }, note, identity.OwnKeys, range, _ => null, AnyDate)
                            .Fault?.Name is not StreamFaults.WrongGeneration);
                return held == 0
                    ? new HeadCheckInput.PeerSilent()
                    : new HeadCheckInput.PeerHolds(held, 0, null);
            default:
                // Not signed by our own key: it says nothing about what we signed.
                return new HeadCheckInput.PeerSilent();
        }
    }
}
