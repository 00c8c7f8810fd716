using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Disk;

/// <summary>
/// What of a node survives a crash: transactions in their order and what they come to. All of one is durable or none.
/// A backup is a number of transactions; restoring it replays them.
/// </summary>
internal sealed class NodeDisk
{
    private readonly List<Commit> commits = [];
    private readonly List<StoredEvent> events = [];
    private readonly Dictionary<string, List<StoredEvent>> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, AppendReceipt> commands = [];
    private readonly Dictionary<PeerStreamId, DiskStream> peerStreams = [];
    private readonly List<DiskStream> inOrder = [];
    private readonly Dictionary<(ParticipantId, ParticipantId), PeerStreamId> newest = [];

    /// <summary>Told of every transaction, also when it is replayed.</summary>
    public Action<Commit>? OnCommitted { get; set; }

    /// <summary>The canary: what was verified is not what is written.</summary>
    public bool AltersIncoming { get; init; }

    /// <summary>The canary: recalls are not written.</summary>
    public bool ForgetsRecalls { get; init; }

    /// <summary>The canary: what entries that came back say of records is not written.</summary>
    public bool ForgetsWhatCameBack { get; init; }

    public IReadOnlyList<Commit> Commits => commits;

    public IReadOnlyList<StoredEvent> Events => events;

    public IEnumerable<DiskStream> PeerStreams => inOrder;

    public IReadOnlyList<StoredEvent> StreamOf(string id) => streams.TryGetValue(id, out var found) ? found : [];

    public AppendReceipt? FindCommand(Guid id) => commands.GetValueOrDefault(id);

    public DiskStream? Find(PeerStreamId stream) => peerStreams.GetValueOrDefault(stream);

    /// <summary>The newest generation that it knows, or generation 1.</summary>
    public PeerStreamId Newest(ParticipantId originator, ParticipantId recipient) =>
        newest.GetValueOrDefault((originator, recipient)) ?? new PeerStreamId(originator, recipient, 1);

    /// <summary>Opens a stream; generations below it are closed.</summary>
    public void Open(PeerStreamId stream, DateTimeOffset at)
    {
        if (Find(stream) is null)
        {
            Add(new Commit(null, stream, at));
        }
    }

    /// <summary>Takes a transaction, or says why not.</summary>
    public AppendResult Append(AppendRequest request, DateTimeOffset at)
    {
        if (commands.TryGetValue(request.CommandId, out var first))
        {
            return new AppendResult { Outcome = AppendOutcome.Repeated, Receipt = first };
        }

        if (Refusal(request) is { } refused)
        {
            return refused;
        }

        Add(new Commit(request, null, at));
        return new AppendResult { Outcome = AppendOutcome.Appended, Receipt = commands[request.CommandId] };
    }

    /// <summary>Puts an older state back: the first transactions and nothing of the others.</summary>
    public void Restore(int count)
    {
        var kept = commits.Take(count).ToList();
        commits.Clear();
        events.Clear();
        streams.Clear();
        commands.Clear();
        peerStreams.Clear();
        inOrder.Clear();
        newest.Clear();
        foreach (var commit in kept)
        {
            Add(commit);
        }
    }

    private AppendResult? Refusal(AppendRequest request)
    {
        foreach (var stream in request.Streams)
        {
            var held = StreamOf(stream.StreamId).Count;
            if (stream.Expected is { } expected && expected.Value != held)
            {
                return new AppendResult
                {
                    Outcome = AppendOutcome.VersionConflict, StreamId = stream.StreamId, HeldVersion = new(held),
                };
            }
        }

        return request.PeerEntries.Select(one => Refusal(one.Stream, null))
            .Concat(request.Incoming.Select(one => Refusal(one.Stream, one.FirstIndex)))
            .Concat(request.Openings.Select(Refusal))
            .FirstOrDefault(refused => refused is not null);
    }

    private AppendResult? Refusal(PeerStreamOpening opening)
    {
        var before = Newest(opening.Stream.Originator, opening.Stream.Recipient);
        var size = Find(before)?.Entries.Count ?? 0;
        return before.Generation < opening.Stream.Generation && size == opening.SizeBefore.Value ? null
            : new AppendResult { Outcome = AppendOutcome.PeerSizeConflict, PeerStream = before, HeldSize = new(size) };
    }

    private AppendResult? Refusal(PeerStreamId id, long? first)
    {
        var stream = Find(id);
        if (stream is null && id.Generation > 1)
        {
            throw new PeerStreamNotOpenException(id);
        }

        var size = stream?.Entries.Count ?? 0;
        return stream is not { IsClosed: true } && (first is null || first == size) ? null : new AppendResult
        {
            Outcome = stream is { IsClosed: true } ? AppendOutcome.PeerStreamClosed : AppendOutcome.PeerSizeConflict,
            PeerStream = id,
            HeldSize = new PeerSequence(size),
        };
    }

    private void Add(Commit commit)
    {
        var done = commit.Request is { } request
            ? commit with { Events = WriteEvents(request, commit.At), Outgoing = WriteEntries(request, commit.At) }
            : commit;
        if (commit.Opened is { } opened)
        {
            OpenStream(opened, commit.At);
        }

        if (commit.Request is { } asked)
        {
            commands.Add(asked.CommandId, Receipt(asked, done));
        }

        commits.Add(done);
        OnCommitted?.Invoke(done);
    }

    private bool IsForgotten(IEvent first) => first switch
    {
        ReleaseTakenBack or NarrowingTakenBack or WithdrawalTakenBack => ForgetsWhatCameBack,
        ReleaseRecalled => ForgetsRecalls,
        _ => false,
    };

    private ImmutableArray<StoredEvent> WriteEvents(AppendRequest request, DateTimeOffset at)
    {
        var written = ImmutableArray.CreateBuilder<StoredEvent>();
        foreach (var stream in request.Streams.Where(stream => !IsForgotten(stream.Events[0])))
        {
            if (!streams.TryGetValue(stream.StreamId, out var held))
            {
                streams.Add(stream.StreamId, held = []);
            }

            foreach (var body in stream.Events)
            {
                var stored = new StoredEvent
                {
                    Position = new(events.Count + 1),
                    Id = default,
                    StreamId = stream.StreamId,
                    Version = new(held.Count + 1),
                    Alias = body.GetType().Name,
                    Body = body,
                    Timestamp = at,
                    Metadata = request.Metadata,
                };
                events.Add(stored);
                held.Add(stored);
                written.Add(stored);
            }
        }

        return written.ToImmutable();
    }

    private ImmutableArray<OutgoingEntries> WriteEntries(AppendRequest request, DateTimeOffset at)
    {
        var outgoing = ImmutableArray.CreateBuilder<OutgoingEntries>();
        var given = request.PeerEntries.Select(append => (append.Stream, append.Entries))
            .Concat(request.Openings.Select(opening => (opening.Stream, opening.Entries)));
        foreach (var (id, entries) in given)
        {
            var stream = Find(id) ?? OpenStream(id, at);
            outgoing.Add(new(id, stream.Entries.Count, entries.Length));
            stream.Head = null;
            foreach (var entry in entries)
            {
                stream.Add(new StoredPeerEntry
                {
                    Index = new(stream.Entries.Count), Entry = entry.Entry, Statement = entry.Statement,
                    Disclosures = entry.Disclosures, LeafHash = entry.LeafHash,
                });
            }
        }

        foreach (var batch in request.Incoming)
        {
            var stream = Find(batch.Stream) ?? OpenStream(batch.Stream, at);
            stream.Head = batch.Head;
            foreach (var entry in batch.Entries)
            {
                stream.Add(new StoredPeerEntry
                {
                    Index = new(entry.Index),
                    Entry = AltersIncoming ? Altered(entry.Sealed.Entry.Span) : entry.Sealed.Entry.Memory,
                    Statement = entry.Sealed.Statement.Memory,
                    Disclosures = [.. entry.Sealed.Disclosures],
                    LeafHash = entry.LeafHash,
                });
            }
        }

        return outgoing.ToImmutable();
    }

    // A field of a later version, without content: it still reads as an entry.
    private static byte[] Altered(ReadOnlySpan<byte> entry) => [.. entry, 0xA2, 0x06, 0x00];

    private DiskStream OpenStream(PeerStreamId id, DateTimeOffset at)
    {
        var opened = new DiskStream(id, at);
        foreach (var kin in inOrder.Where(held =>
            held.Id.Originator == id.Originator && held.Id.Recipient == id.Recipient))
        {
            opened.IsClosed |= kin.Id.Generation > id.Generation;
            kin.IsClosed |= kin.Id.Generation < id.Generation;
        }

        peerStreams.Add(id, opened);
        inOrder.Add(opened);
        if (!opened.IsClosed)
        {
            newest[(id.Originator, id.Recipient)] = id;
        }

        return opened;
    }

    private AppendReceipt Receipt(AppendRequest request, Commit done) => new()
    {
        First = new(events.Count - done.Events.Length + 1),
        Last = new(events.Count),
        Versions = request.Streams.ToImmutableDictionary(
            stream => stream.StreamId, stream => new StreamVersion(StreamOf(stream.StreamId).Count)),
        FirstIndices = done.Outgoing.ToImmutableDictionary(one => one.Stream, one => new PeerSequence(one.First)),
        Answer = request.Answer,
        UserName = request.Metadata.UserName,
    };
}
