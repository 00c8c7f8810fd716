using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes;
using CbmExchange.Store;
using Google.Protobuf;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Turns stored entries into what goes over the wire.</summary>
internal static class StoredPages
{
    /// <summary>The stored bytes as a sealed entry; nothing is encoded a second time.</summary>
    public static SealedEntry Seal(StoredPeerEntry stored)
    {
        var entry = new SealedEntry
        {
            Entry = UnsafeByteOperations.UnsafeWrap(stored.Entry),
            Statement = UnsafeByteOperations.UnsafeWrap(stored.Statement),
        };
        entry.Disclosures.AddRange(stored.Disclosures);
        return entry;
    }

    /// <summary>The first entries of a page that fit one batch; always at least one.</summary>
    public static IEnumerable<StoredPeerEntry> Cut(IReadOnlyList<StoredPeerEntry> page)
    {
        var bytes = 0L;
        for (var index = 0; index < page.Count; index++)
        {
            var entry = page[index];
            bytes += entry.Entry.Length + entry.Statement.Length + PeerStreamLimits.EntryFramingBytes
                + entry.Disclosures.Sum(disclosure => (long)disclosure.Length + 4);
            if (index > 0 && bytes > EnvelopeLimits.BatchBytesMax - PeerStreamLimits.BatchFramingBytes)
            {
                yield break;
            }

            yield return entry;
        }
    }
}
