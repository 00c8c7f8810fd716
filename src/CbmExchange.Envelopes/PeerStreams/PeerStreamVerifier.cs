using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// The only maker of <see cref="VerifiedBatch"/>, <see cref="VerifiedEntry"/> and <see cref="VerifiedHead"/> (design
/// D6). Order of the checks: size, checkpoint signature, position, root; an entry is parsed only after the root over it
/// is proven. Cost of a batch: one signature and the hashing of its bytes.
/// </summary>
public static class PeerStreamVerifier
{
    /// <summary>Verifies the entries that follow what is held.</summary>
    /// <param name="stream">The stream; <paramref name="keys"/> MUST be those of its originator.</param>
    /// <param name="held">The right edge of what is stored; <see cref="CompactRange.Empty"/> when nothing is.</param>
    /// <param name="batch">As received.</param>
    /// <param name="keys">Admitted keys.</param>
    /// <param name="now">Our clock.</param>
    public static Verdict<VerifiedBatch, StreamFault> Verify(
        PeerStreamId stream, CompactRange held, EntryBatch batch, PeerKeys keys, DateTimeOffset now)
    {
        var note = batch.Checkpoint.Memory;
        if (ShapeFault(stream, batch) is { } misshapen)
        {
            return misshapen;
        }

        var head = HeadReader.Open(stream, note, keys, now);
        if (!head.IsAccepted)
        {
            return head.Fault;
        }

        if (PositionFault(held, batch, head.Value, note) is { } misplaced)
        {
            return misplaced;
        }

        var leaves = batch.Entries.Select(entry => CompactRange.HashLeaf(entry.Entry.Span)).ToList();
        var range = held.Append(leaves.Select(leaf => (ReadOnlyMemory<byte>)leaf));
        if (!range.Root().AsSpan().SequenceEqual(head.Value.Root.AsSpan()))
        {
            return new StreamFault(
                StreamFaults.ReorderedOrAltered, "The entries do not give the root that the originator signed.", note);
        }

        return Open(stream, batch, leaves, new VerifiedHead(stream, range, note.ToArray(), head.Value.SignedAt));
    }

    /// <summary>
    /// Verifies the head in a CaughtUp or Heartbeat message: it MUST be the head that is held. A larger one is
    /// TRUNCATED: the entries before it did not come.
    /// </summary>
    public static Verdict<VerifiedHead, StreamFault> VerifyHead(
        PeerStreamId stream, CompactRange held, ReadOnlyMemory<byte> checkpoint, PeerKeys keys, DateTimeOffset now)
    {
        var head = HeadReader.Open(stream, checkpoint, keys, now);
        if (!head.IsAccepted)
        {
            return head.Fault;
        }

        if (head.Value.Size > held.Size)
        {
            return new StreamFault(
                StreamFaults.Truncated, "The signed head is beyond the entries that came.", checkpoint);
        }

        return HeldFault(held, head.Value, checkpoint) is { } fault
            ? fault
            : new VerifiedHead(stream, held, checkpoint.ToArray(), head.Value.SignedAt);
    }

    /// <summary>
    /// Judges what a peer says it holds of our own stream (rpc HeldHead, or an entry of kind checkpoint-of-peer).
    /// </summary>
    /// <param name="own">Our stream to that peer.</param>
    /// <param name="reported">The signed note; empty when the peer holds nothing.</param>
    /// <param name="ownKeys">Our own keys, retired ones included.</param>
    /// <param name="ownHead">The right edge of our stream.</param>
    /// <param name="ownRangeAt">Our right edge at a smaller size, or null when it is not known.</param>
    /// <param name="now">Our clock.</param>
    public static Verdict<HeldHead, StreamFault> JudgeHeldHead(
        PeerStreamId own,
        ReadOnlyMemory<byte> reported,
        PeerKeys ownKeys,
        CompactRange ownHead,
        Func<long, CompactRange?> ownRangeAt,
        DateTimeOffset now)
    {
        if (reported.IsEmpty)
        {
            return new HeldHead(HeldHeadStanding.Nothing, 0);
        }

        var head = HeadReader.Open(own, reported, ownKeys, now);
        if (!head.IsAccepted)
        {
            return head.Fault;
        }

        var size = head.Value.Size;
        if (size > ownHead.Size)
        {
            return new HeldHead(HeldHeadStanding.Ahead, size);
        }

        var range = size == ownHead.Size ? ownHead : ownRangeAt(size);
        if (range is not null && !range.Root().AsSpan().SequenceEqual(head.Value.Root.AsSpan()))
        {
            return new StreamFault(
                StreamFaults.Forked, "The peer holds a head with our signature that our stream never had.", reported);
        }

        return new HeldHead(size == ownHead.Size ? HeldHeadStanding.Same : HeldHeadStanding.Behind, size);
    }

    private static StreamFault? ShapeFault(PeerStreamId stream, EntryBatch batch)
    {
        var note = batch.Checkpoint.Memory;
        if (batch.Entries.Count > EnvelopeLimits.BatchEntriesMax)
        {
            return new(StreamFaults.OverLong, "The batch has more than 1,000 entries.", note);
        }

        if (batch.Entries.Any(entry => entry.CalculateSize() > EnvelopeLimits.SealedEntryBytesMax))
        {
            return new(StreamFaults.OverLong, "An entry is longer than 256 KiB.", note);
        }

        if (batch.CalculateSize() > EnvelopeLimits.BatchBytesMax)
        {
            return new(StreamFaults.OverLong, "The batch is longer than 1 MiB.", note);
        }

        if (batch.Generation != stream.Generation)
        {
            return new(StreamFaults.WrongGeneration, "The batch is of another generation of the stream.", note);
        }

        return batch.Entries.Count == 0 || batch.FirstIndex < 0 || batch.FirstIndex > long.MaxValue / 2
            ? new StreamFault(StreamFaults.Malformed, "The batch has no entries or no place in the stream.", note)
            : null;
    }

    private static StreamFault? PositionFault(
        CompactRange held, EntryBatch batch, Checkpoint head, ReadOnlyMemory<byte> note)
    {
        if (head.Size != batch.FirstIndex + batch.Entries.Count)
        {
            return new(StreamFaults.Truncated, "The signed size is not where the batch ends.", note);
        }

        if (batch.FirstIndex > held.Size)
        {
            return new(StreamFaults.Gap, "The batch begins beyond what is held.", note);
        }

        if (batch.FirstIndex < held.Size)
        {
            return head.Size == held.Size && HeldFault(held, head, note) is { } forked
                ? forked
                : new(StreamFaults.Replayed, "The batch begins before the end of what is held.", note);
        }

        return null;
    }

    private static StreamFault? HeldFault(CompactRange held, Checkpoint head, ReadOnlyMemory<byte> note)
    {
        if (head.Size < held.Size)
        {
            return new(StreamFaults.RolledBack, "The signed head is smaller than what is held.", note);
        }

        return held.Root().AsSpan().SequenceEqual(head.Root.AsSpan())
            ? null
            : new(StreamFaults.Forked, "The originator signed another head of the size that is held.", note);
    }

    private static Verdict<VerifiedBatch, StreamFault> Open(
        PeerStreamId stream, EntryBatch batch, List<byte[]> leaves, VerifiedHead head)
    {
        var entries = ImmutableArray.CreateBuilder<VerifiedEntry>(batch.Entries.Count);
        for (var offset = 0; offset < batch.Entries.Count; offset++)
        {
            var entry = EntryChecker.Check(
                batch.FirstIndex + offset, batch.Entries[offset], leaves[offset], head.Checkpoint);
            if (!entry.IsAccepted)
            {
                return entry.Fault;
            }

            entries.Add(entry.Value);
        }

        return new VerifiedBatch(stream, batch.FirstIndex, entries.MoveToImmutable(), head);
    }
}
