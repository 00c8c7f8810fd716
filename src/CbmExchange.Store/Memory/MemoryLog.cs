using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.Memory;

/// <summary>What cbm_append does, in memory and under one lock.</summary>
internal sealed class MemoryLog
{
    private readonly List<RawEvent> events = [];
    private readonly Dictionary<string, List<RawEvent>> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, AppendReceipt> commands = [];

    public Lock Gate { get; } = new();

    public List<MemoryPeerStream> PeerStreams { get; } = [];

    public List<StoredEvidence> Evidence { get; } = [];

    public long Head
    {
        get
        {
            lock (Gate)
            {
                return events.Count;
            }
        }
    }

    public RawEvent? At(long position)
    {
        lock (Gate)
        {
            return position >= 1 && position <= events.Count ? events[(int)position - 1] : null;
        }
    }

    public IReadOnlyList<RawEvent> ReadStream(string streamId, long after)
    {
        lock (Gate)
        {
            return streams.TryGetValue(streamId, out var stream) ? [.. stream.Where(raw => raw.Version > after)] : [];
        }
    }

    public AppendReceipt? FindCommand(Guid commandId)
    {
        lock (Gate)
        {
            return commands.GetValueOrDefault(commandId);
        }
    }

    public AppendResult Append(EncodedRequest request)
    {
        lock (Gate)
        {
            if (commands.TryGetValue(request.CommandId, out var first))
            {
                return new AppendResult { Outcome = AppendOutcome.Repeated, Receipt = first };
            }

            if (Refuse(request) is { } refused)
            {
                return refused;
            }

            var receipt = Write(request);
            commands.Add(request.CommandId, receipt with { UserName = request.Metadata.UserName });
            return new AppendResult { Outcome = AppendOutcome.Appended, Receipt = receipt };
        }
    }

    /// <summary>Opens a stream; a newer generation closes those before it. The gate MUST be held.</summary>
    public MemoryPeerStream Open(PeerStreamId stream, DateTimeOffset at)
    {
        var opened = new MemoryPeerStream(stream, PeerStreams.Count + 1, at);
        var kin = PeerStreams.Where(held =>
            held.Id.Originator == stream.Originator && held.Id.Recipient == stream.Recipient).ToList();
        opened.IsClosed = kin.Exists(held => held.Id.Generation > stream.Generation);
        kin.Where(held => held.Id.Generation < stream.Generation).ToList().ForEach(held => held.IsClosed = true);
        PeerStreams.Add(opened);
        return opened;
    }

    private AppendResult? Refuse(EncodedRequest request)
    {
        foreach (var stream in request.Streams)
        {
            if (stream.Expected is { } expected && expected != VersionOf(stream.StreamId))
            {
                return new AppendResult
                {
                    Outcome = AppendOutcome.VersionConflict,
                    StreamId = stream.StreamId,
                    HeldVersion = new StreamVersion(VersionOf(stream.StreamId)),
                };
            }
        }

        return request.Outgoing.Select(one => Refuse(PeerStreams[one.Number - 1], first: null))
            .Concat(request.Incoming.Select(one => Refuse(PeerStreams[one.Number - 1], one.Batch.FirstIndex)))
            .Concat(request.Openings.Select(Refuse))
            .FirstOrDefault(result => result is not null);
    }

    private static AppendResult? Refuse(MemoryPeerStream stream, long? first)
    {
        if (!stream.IsClosed && (first is null || first == stream.Entries.Count))
        {
            return null;
        }

        return new AppendResult
        {
            Outcome = stream.IsClosed ? AppendOutcome.PeerStreamClosed : AppendOutcome.PeerSizeConflict,
            PeerStream = stream.Id,
            HeldSize = new PeerSequence(stream.Entries.Count),
        };
    }

    private AppendResult? Refuse(PeerStreamOpening opening)
    {
        var newest = PeerStreams.Where(held => held.Id.Originator == opening.Stream.Originator
            && held.Id.Recipient == opening.Stream.Recipient).MaxBy(held => held.Id.Generation);
        var (generation, size) = (newest?.Id.Generation ?? 1, newest?.Entries.Count ?? 0);
        return generation < opening.Stream.Generation && size == opening.SizeBefore.Value ? null : new AppendResult
        {
            Outcome = generation < opening.Stream.Generation
                ? AppendOutcome.PeerSizeConflict
                : AppendOutcome.PeerStreamClosed,
            PeerStream = newest?.Id,
            HeldSize = new PeerSequence(size),
        };
    }

    private long VersionOf(string streamId) => streams.TryGetValue(streamId, out var stream) ? stream.Count : 0;

    private AppendReceipt Write(EncodedRequest request)
    {
        var first = events.Count + 1;
        foreach (var stream in request.Streams)
        {
            Write(request, stream);
        }

        var indices = WriteOutgoing(request);
        WriteIncoming(request);
        WriteEvidence(request);
        return new AppendReceipt
        {
            First = new LogPosition(first),
            Last = new LogPosition(events.Count),
            Versions = request.Streams.ToImmutableDictionary(
                stream => stream.StreamId, stream => new StreamVersion(VersionOf(stream.StreamId))),
            FirstIndices = indices,
            Answer = request.Answer,
        };
    }

    private void Write(EncodedRequest request, EncodedStream stream)
    {
        if (!streams.TryGetValue(stream.StreamId, out var held))
        {
            streams.Add(stream.StreamId, held = []);
        }

        foreach (var one in stream.Events)
        {
            var raw = new RawEvent
            {
                Position = events.Count + 1,
                Id = one.Id,
                StreamId = stream.StreamId,
                Version = held.Count + 1,
                Alias = one.Alias,
                Json = one.Json,
                Timestamp = request.At,
                Metadata = request.Metadata,
            };
            events.Add(raw);
            held.Add(raw);
        }
    }

    private ImmutableDictionary<PeerStreamId, PeerSequence> WriteOutgoing(EncodedRequest request)
    {
        var indices = ImmutableDictionary.CreateBuilder<PeerStreamId, PeerSequence>();
        var appends = request.Outgoing.Select(one => (Stream: PeerStreams[one.Number - 1], one.Append.Entries))
            .Concat(request.Openings.Select(one => (Stream: Open(one.Stream, request.At), one.Entries)))
            .Where(one => !one.Entries.IsEmpty).ToList();
        foreach (var (stream, entries) in appends)
        {
            indices.Add(stream.Id, new PeerSequence(stream.Entries.Count));

            // An own stream that was taken back after a restore carries the edge of that moment; it ends here.
            stream.Head = null;
            foreach (var entry in entries)
            {
                Add(stream, entry.Entry, entry.Statement, entry.Disclosures, entry.LeafHash, request.At);
            }
        }

        return indices.ToImmutable();
    }

    private void WriteIncoming(EncodedRequest request)
    {
        foreach (var (number, batch) in request.Incoming)
        {
            var stream = PeerStreams[number - 1];
            stream.Head = batch.Head;
            foreach (var entry in batch.Entries)
            {
                Add(stream, entry.Sealed.Entry.Memory, entry.Sealed.Statement.Memory, [.. entry.Sealed.Disclosures],
                    entry.LeafHash, request.At);
            }
        }
    }

    private void WriteEvidence(EncodedRequest request)
    {
        foreach (var one in request.Evidence)
        {
            var isKept = Evidence.Count(held =>
                held.Peer == one.Peer && !held.Bytes.IsEmpty) < StoreLimits.EvidenceKeptCountMax;
            Evidence.Add(new StoredEvidence
            {
                Id = one.Id,
                Peer = one.Peer,
                Fault = one.Fault,
                Sentence = one.Sentence,
                Sha256 = EvidenceBytes.HashOf(one),
                Length = one.Bytes.Length,
                Bytes = isKept ? EvidenceBytes.KeptOf(one) : ReadOnlyMemory<byte>.Empty,
                StoredAt = request.At,
            });
        }
    }

    private static void Add(
        MemoryPeerStream stream,
        ReadOnlyMemory<byte> entry,
        ReadOnlyMemory<byte> statement,
        ImmutableArray<string> disclosures,
        ReadOnlyMemory<byte> leafHash,
        DateTimeOffset at)
    {
        stream.ChangedAt = at;
        stream.Entries.Add(new StoredPeerEntry
        {
            Index = new PeerSequence(stream.Entries.Count),
            Entry = entry,
            Statement = statement,
            Disclosures = disclosures,
            LeafHash = leafHash,
        });
    }
}
