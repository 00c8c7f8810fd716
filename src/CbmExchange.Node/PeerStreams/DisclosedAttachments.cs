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
/// Serves attachments to peers: one is there for a peer only if an entry of that peer's stream discloses its hash. The
/// work before the answer is the same whether it exists, is disclosed to others, or is not there at all.
/// </summary>
internal sealed class DisclosedAttachments(ServingParts parts, AttachmentStore files)
{
    private readonly ConcurrentDictionary<PeerStreamId, Disclosed> known = [];

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
        var stream = await parts.Store.PeerStreams
            .NewestAsync(parts.Identity.Participant, peer, cancellationToken).ConfigureAwait(false);
        var disclosed = known.GetOrAdd(stream, _ => new Disclosed());
        await disclosed.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReadOnAsync(stream, disclosed, cancellationToken).ConfigureAwait(false);
            return disclosed.Hashes.Contains(hash);
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
            var page = await parts.Store.PeerStreams.ReadAsync(
                stream, new(disclosed.Size), new(EnvelopeLimits.BatchEntriesMax, EnvelopeLimits.BatchBytesMax),
                    cancellationToken)
                .ConfigureAwait(false);
            if (page.IsEmpty)
            {
                return;
            }

            foreach (var (found, _) in AttachmentHashes.In(page.SelectMany(entry => entry.Disclosures)))
            {
                disclosed.Hashes.Add(found);
            }

            disclosed.Size += page.Length;
        }
    }

    private sealed class Disclosed
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public HashSet<ContentHash> Hashes { get; } = [];

        public long Size { get; set; }
    }
}
