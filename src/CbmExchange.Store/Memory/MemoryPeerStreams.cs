using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Log;
using CbmExchange.Store.PeerStreams;

namespace CbmExchange.Store.Memory;

/// <summary>Peer streams in memory.</summary>
internal sealed class MemoryPeerStreams(MemoryLog log, TimeProvider clock) : IPeerStreamStore
{
    public ValueTask<int> ForAppendAsync(PeerStreamId stream, CancellationToken cancellationToken)
    {
        lock (log.Gate)
        {
            return new((Find(stream)
                ?? (stream.Generation == 1 ? Open(stream) : throw new PeerStreamNotOpenException(stream))).Number);
        }
    }

    public Task<ImmutableArray<StoredPeerEntry>> ReadAsync(
        PeerStreamId stream, PeerSequence first, PeerPageLimit limit, CancellationToken cancellationToken = default)
    {
        lock (log.Gate)
        {
            var page = ImmutableArray.CreateBuilder<StoredPeerEntry>();
            var bytes = 0L;
            foreach (var entry in (Find(stream)?.Entries ?? []).Skip((int)first.Value)
                .Take(Math.Max(1, limit.CountMax)))
            {
                bytes += PostgresPeerStreams.BytesOf(entry);
                if (page.Count > 0 && bytes > limit.BytesMax)
                {
                    break;
                }

                page.Add(entry);
            }

            return Task.FromResult(page.ToImmutable());
        }
    }

    public Task<PeerStreamHead?> HeadAsync(PeerStreamId stream, CancellationToken cancellationToken = default)
    {
        lock (log.Gate)
        {
            return Task.FromResult(Find(stream) is not { } held ? null : new PeerStreamHead
            {
                Stream = stream,
                Range = held.Head?.Range ?? CompactRange.Empty.Append(held.Entries.Select(entry => entry.LeafHash)),
                IsClosed = held.IsClosed,
                Checkpoint = held.Head?.Checkpoint ?? ReadOnlyMemory<byte>.Empty,
                SignedAt = held.Head?.SignedAt,
            });
        }
    }

    public Task<CompactRange> EdgeAsync(
        PeerStreamId stream, PeerSequence size, CancellationToken cancellationToken = default)
    {
        lock (log.Gate)
        {
            var entries = Find(stream)?.Entries ?? [];
            return size.Value < 0 || size.Value > entries.Count
                ? throw new ArgumentOutOfRangeException(nameof(size), "The stream is not that long.")
                : Task.FromResult(CompactRange.Empty.Append(entries.Take((int)size.Value)
                    .Select(entry => entry.LeafHash)));
        }
    }

    public Task<ImmutableArray<PeerStreamInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        lock (log.Gate)
        {
            return Task.FromResult<ImmutableArray<PeerStreamInfo>>([.. log.PeerStreams
                .OrderBy(held => held.Id.Originator).ThenBy(held => held.Id.Recipient)
                    .ThenBy(held => held.Id.Generation)
                .Select(held => new PeerStreamInfo
                {
                    Stream = held.Id,
                    Size = new PeerSequence(held.Entries.Count),
                    IsClosed = held.IsClosed,
                    OpenedAt = held.OpenedAt,
                    ChangedAt = held.ChangedAt,
                })]);
        }
    }

    public Task OpenAsync(PeerStreamId stream, CancellationToken cancellationToken = default)
    {
        lock (log.Gate)
        {
            if (Find(stream) is null)
            {
                Open(stream);
            }

            return Task.CompletedTask;
        }
    }

    public Task<int> DestroyDisclosuresAsync(
        PeerStreamId stream,
        IReadOnlyCollection<PeerSequence> entries,
        IReadOnlyCollection<string> digests,
        CancellationToken cancellationToken = default)
    {
        DisclosureRules.Check(entries, digests);
        lock (log.Gate)
        {
            var held = Find(stream)?.Entries ?? [];
            var destroyed = 0;
            for (var index = 0; index < held.Count; index++)
            {
                if (entries.Count == 0 || entries.Contains(new PeerSequence(index)))
                {
                    var remaining = DisclosureRules.Remaining(held[index].Disclosures, digests);
                    destroyed += held[index].Disclosures.Length - remaining.Length;
                    held[index] = held[index] with { Disclosures = remaining };
                }
            }

            return Task.FromResult(destroyed);
        }
    }

    public Task<ImmutableArray<StoredEvidence>> ReadEvidenceAsync(
        ParticipantId peer, int countMax, CancellationToken cancellationToken = default)
    {
        lock (log.Gate)
        {
            return Task.FromResult<ImmutableArray<StoredEvidence>>([.. log.Evidence.Where(one => one.Peer == peer)
                .OrderByDescending(one => one.StoredAt).ThenBy(one => one.Id).Take(countMax)]);
        }
    }

    private MemoryPeerStream? Find(PeerStreamId stream) => log.PeerStreams.Find(held => held.Id == stream);

    private MemoryPeerStream Open(PeerStreamId stream) =>
        log.Open(stream, RequestEncoder.Micros(clock.GetUtcNow()));
}
