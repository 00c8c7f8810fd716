using System.Collections.Concurrent;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Serves attachments to peers: one is there for a peer only while a record in that peer's stream discloses its hash; a
/// record that was withdrawn or narrowed discloses none, until a later entry does. All generations count, in their
/// order. The work before the answer is the same whether it exists, is disclosed to others, or is not there at all.
/// </summary>
internal sealed class DisclosedAttachments(ServingParts parts, AttachmentStore files)
{
    private readonly ConcurrentDictionary<ParticipantId, Disclosed> known = [];

    /// <summary>Streams one from an offset on, or refuses.</summary>
    public async Task ServeAsync(
        ParticipantId peer,
        ContentHash hash,
        long offset,
        IServerStreamWriter<FetchAttachmentResponse> writer,
        CancellationToken cancellationToken)
    {
        var isDisclosed = await IsDisclosedAsync(peer, hash, cancellationToken).ConfigureAwait(false);
        var size = files.LengthOf(hash);
        if (!isDisclosed || size is not { } total)
        {
            throw PeerRefusals.AttachmentNotFound();
        }

        if (offset > total)
        {
            throw PeerRefusals.OffsetBeyondEnd();
        }

        var isFirst = true;
        do
        {
            var chunk = await files.ReadAsync(hash, offset, PeerStreamLimits.AttachmentChunkBytesMax, cancellationToken)
                .ConfigureAwait(false) ?? throw PeerRefusals.AttachmentNotFound();
            await writer.WriteAsync(
                new FetchAttachmentResponse
                {
                    Chunk = UnsafeByteOperations.UnsafeWrap(chunk),
                    TotalBytes = isFirst ? total : 0,
                },
                cancellationToken).ConfigureAwait(false);
            (offset, isFirst) = (offset + chunk.Length, false);
        }
        while (offset < total);
    }

    private async Task<bool> IsDisclosedAsync(ParticipantId peer, ContentHash hash, CancellationToken cancellationToken)
    {
        var all = await parts.Store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false);
        var streams = all.Select(info => info.Stream)
            .Where(stream => stream.Originator == parts.Identity.Participant && stream.Recipient == peer)
            .OrderBy(stream => stream.Generation);
        var disclosed = known.GetOrAdd(peer, _ => new Disclosed());
        await disclosed.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var stream in streams)
            {
                await ReadOnAsync(stream, disclosed, cancellationToken).ConfigureAwait(false);
            }

            return disclosed.ByRecord.Values.Any(hashes => hashes.Contains(hash));
        }
        finally
        {
            disclosed.Gate.Release();
        }
    }

    private async Task ReadOnAsync(PeerStreamId stream, Disclosed disclosed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = disclosed.Sizes.GetValueOrDefault(stream.Generation);
            var page = await parts.Store.PeerStreams.ReadAsync(
                stream, new(size), new(EnvelopeLimits.BatchEntriesMax, EnvelopeLimits.BatchBytesMax),
                    cancellationToken)
                .ConfigureAwait(false);
            if (page.IsEmpty)
            {
                return;
            }

            foreach (var entry in page)
            {
                disclosed.Take(PeerEntry.Parser.ParseFrom(entry.Entry.Span), entry.Disclosures);
            }

            disclosed.Sizes[stream.Generation] = size + page.Length;
        }
    }

    private sealed class Disclosed
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Dictionary<string, HashSet<ContentHash>> ByRecord { get; } = [];

        public Dictionary<int, long> Sizes { get; } = [];

        public void Take(PeerEntry entry, IEnumerable<string> disclosures)
        {
            if (entry.Kind is EntryKinds.Withdrawn or EntryKinds.Narrowed)
            {
                ByRecord.Remove(entry.RecordId);
            }

            var hashes = AttachmentHashes.In(disclosures).Select(found => found.Hash).ToList();
            if (hashes.Count == 0)
            {
                return;
            }

            if (!ByRecord.TryGetValue(entry.RecordId, out var held))
            {
                ByRecord[entry.RecordId] = held = [];
            }

            held.UnionWith(hashes);
        }
    }
}
