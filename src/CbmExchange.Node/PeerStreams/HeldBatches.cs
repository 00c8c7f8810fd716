using System.Runtime.CompilerServices;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using Google.Protobuf;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Gives an originator its own entries back, cut where they were stored: only there do we hold a checkpoint that it
/// signed. The first batch may begin inside a stored one; its checkpoint proves the end all the same.
/// </summary>
internal static class HeldBatches
{
    /// <summary>The batches after a size, in order. Throws HEAD_BEHIND when we hold less than that.</summary>
    public static async IAsyncEnumerable<EntryBatch> ReadAsync(
        IEventStore store, PeerStreamId stream, long afterSize,
            [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await store.PeerStreams.HeadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (afterSize > (head?.Range.Size ?? 0))
        {
            throw PeerRefusals.Of(Sync.Serving.ServingEnd.HeadBehind, head?.Range.Size ?? 0, stream.Generation);
        }

        var events = store.ReadStreamAsync(PeerEventStreams.Of(stream.Originator), default, cancellationToken);
        await foreach (var stored in events.ConfigureAwait(false))
        {
            if (stored.Body is PeerEntriesStored batch && batch.Originator == stream.Originator
                && batch.Generation == stream.Generation && batch.To.Value > afterSize)
            {
                yield return await ReadBatchAsync(store, stream, batch, afterSize, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task<EntryBatch> ReadBatchAsync(
        IEventStore store, PeerStreamId stream, PeerEntriesStored stored, long afterSize,
            CancellationToken cancellationToken)
    {
        var first = Math.Max(stored.From.Value, afterSize);
        var batch = new EntryBatch
        {
            Generation = stream.Generation,
            FirstIndex = first,
            Checkpoint = ByteString.CopyFrom(Convert.FromBase64String(stored.Checkpoint)),
        };
        while (first + batch.Entries.Count < stored.To.Value)
        {
            var missing = (int)(stored.To.Value - first - batch.Entries.Count);
            var page = await store.PeerStreams.ReadAsync(
                stream, new PeerSequence(first + batch.Entries.Count), new(missing, EnvelopeLimits.BatchBytesMax),
                    cancellationToken)
                .ConfigureAwait(false);
            if (page.IsEmpty)
            {
                throw new InvalidOperationException("The log names entries that the peer stream does not hold.");
            }

            batch.Entries.AddRange(page.Select(StoredPages.Seal));
        }

        return batch;
    }
}
