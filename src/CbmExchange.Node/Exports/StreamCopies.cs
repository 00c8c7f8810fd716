using System.Runtime.CompilerServices;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using Google.Protobuf;

namespace CbmExchange.Node.Exports;

/// <summary>
/// A peer stream as a peer got it, batch by batch, in the memory of one batch. Guards: an own head is signed only
/// behind the comparison after a start and never for a closed generation, as when a peer follows (decision 0014).
/// </summary>
internal sealed class StreamCopies(IEventStore store, HeadGate gate, SyncIdentity identity, TimeProvider time)
{
    private static readonly PeerPageLimit PageLimit = new(
        EnvelopeLimits.BatchEntriesMax, EnvelopeLimits.BatchBytesMax - PeerStreamLimits.BatchFramingBytes);

    /// <summary>Size and root of what a copy made now would hold. Throws the refusal when there is none.</summary>
    public async Task<PeerStreamHead> HeadAsync(PeerStreamId stream, CancellationToken cancellationToken)
    {
        var head = await store.PeerStreams.HeadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (head is null || head.Range.Size == 0)
        {
            throw ExportRefusals.Empty();
        }

        MustBeSignable(head);
        return head;
    }

    /// <summary>The batches of the first <paramref name="size"/> entries.</summary>
    public IAsyncEnumerable<EntryBatch> ReadAsync(
        PeerStreamId stream, long size, CancellationToken cancellationToken) =>
        IsOwn(stream)
            ? SignedAsync(stream, size, cancellationToken)
            : HeldAsync(stream, size, cancellationToken);

    private async IAsyncEnumerable<EntryBatch> SignedAsync(
        PeerStreamId stream, long size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var given = 0L;
        while (given < size)
        {
            var page = await store.PeerStreams
                .ReadAsync(stream, new PeerSequence(given), PageLimit, cancellationToken).ConfigureAwait(false);
            var batch = new EntryBatch { Generation = stream.Generation, FirstIndex = given };
            batch.Entries.AddRange(StoredPages.Cut(page).Take((int)Math.Min(int.MaxValue, size - given))
                .Select(StoredPages.Seal));
            given += batch.Entries.Count;
            batch.Checkpoint = await SignAsync(stream, given, cancellationToken).ConfigureAwait(false);
            yield return batch;
        }
    }

    private async Task<ByteString> SignAsync(PeerStreamId stream, long size, CancellationToken cancellationToken)
    {
        MustBeSignable(await HeadAsync(stream, cancellationToken).ConfigureAwait(false));
        var edge = await store.PeerStreams.EdgeAsync(stream, new PeerSequence(size), cancellationToken)
            .ConfigureAwait(false);
        return UnsafeByteOperations.UnsafeWrap(
            StreamHeads.Sign(stream, edge, time.GetUtcNow(), identity.Checkpoint));
    }

    // Held batches end where they were stored: only there lies a checkpoint that the originator signed.
    private async IAsyncEnumerable<EntryBatch> HeldAsync(
        PeerStreamId stream, long size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in HeldBatches.ReadAsync(store, stream, 0, cancellationToken).ConfigureAwait(false))
        {
            if (batch.FirstIndex >= size)
            {
                yield break;
            }

            yield return batch;
        }
    }

    private bool IsOwn(PeerStreamId stream) => stream.Originator == identity.Participant;

    private void MustBeSignable(PeerStreamHead head)
    {
        if (IsOwn(head.Stream) && head.IsClosed)
        {
            throw ExportRefusals.Closed();
        }

        if (IsOwn(head.Stream) && !gate.IsAllowed(head.Stream.Recipient))
        {
            throw ExportRefusals.NotCompared();
        }
    }
}
