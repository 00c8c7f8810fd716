using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Generations;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Reads our stream to a peer and says with what a new generation of it begins (decision 0018).</summary>
internal sealed class GenerationCarrier(IEventStore store, NodeIdentity self)
{
    private static readonly PeerPageLimit Page = new(EnvelopeLimits.BatchEntriesMax, EnvelopeLimits.BatchBytesMax);

    /// <summary>
    /// The opening of a generation with all that the recipient holds, or should, by what stands in the newest one; null
    /// when that is more than one opening takes. No more than that is ever held in memory.
    /// </summary>
    public async Task<PeerStreamOpening?> OpeningAsync(
        ParticipantId recipient, int generation, CancellationToken cancellationToken)
    {
        var old = await store.PeerStreams.NewestAsync(self.Participant, recipient, cancellationToken)
            .ConfigureAwait(false);
        var chosen = new CarryOver();
        var size = 0L;
        await foreach (var entry in ReadAsync(old, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            chosen.Take(entry.Index.Value, PeerEntry.Parser.ParseFrom(entry.Entry.Span));
            size = entry.Index.Value + 1;
        }

        var carried = chosen.Entries.ToDictionary(one => one.Index);
        if (carried.Count > StoreLimits.OpeningEntryCountMax)
        {
            return null;
        }

        var bytes = 0L;
        var entries = ImmutableArray.CreateBuilder<NewPeerEntry>(carried.Count);
        await foreach (var entry in ReadAsync(old, size, cancellationToken).ConfigureAwait(false))
        {
            if (carried.TryGetValue(entry.Index.Value, out var one))
            {
                bytes += entry.Entry.Length + entry.Statement.Length + entry.Disclosures.Sum(text => (long)text.Length);
                if (bytes > StoreLimits.OpeningBytesMax)
                {
                    return null;
                }

                entries.Add(PeerEntryBuilder.Again(
                    entry.Entry, entry.Statement, entry.Disclosures, one.Kind, one.Replaces));
            }
        }

        var opening = new PeerStreamOpening(
            old with { Generation = generation }, new PeerSequence(size), entries.ToImmutable());
        return opening.IsWithinLimits ? opening : null;
    }

    private async IAsyncEnumerable<StoredPeerEntry> ReadAsync(
        PeerStreamId stream, long to,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0L; next < to;)
        {
            var page = await store.PeerStreams.ReadAsync(stream, new(next), Page, cancellationToken)
                .ConfigureAwait(false);
            if (page.IsEmpty)
            {
                yield break;
            }

            foreach (var entry in page.Where(entry => entry.Index.Value < to))
            {
                yield return entry;
            }

            next = page[^1].Index.Value + 1;
        }
    }
}
