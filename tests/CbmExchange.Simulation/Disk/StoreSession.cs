using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.World;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Disk;

/// <summary>
/// The store as one run of a node sees it. An append takes virtual time and is answered then; a run that crashed is
/// never answered, so whatever waited for it stops there, as in a process that died. Reads answer at once.
/// </summary>
internal sealed class StoreSession(NodeDisk disk, EventQueue queue, Chance chance, DiskFaults faults, NodeClock clock)
    : IEventStore, IPeerStreamStore
{
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(8);

    private readonly Queue<Pending> pending = new();
    private TimeSpan lastDue;
    private bool isDead;

    public IPeerStreamStore PeerStreams => this;

    /// <summary>
    /// True: an answer is given before the append is durable (the canary that loses acknowledged records).
    /// </summary>
    public bool AnswersEarly { get; init; }

    /// <summary>Ends the session as a crash does: of what was being written a first part may be durable.</summary>
    public void Crash()
    {
        isDead = true;
        while (pending.TryDequeue(out var one) && chance.OneIn(2))
        {
            // Durable and never answered; the one after the last of these is torn and counts as not written.
            if (!AnswersEarly)
            {
                disk.Append(one.Request, clock.GetUtcNow());
            }
        }

        pending.Clear();
    }

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        var one = new Pending(request, new TaskCompletionSource<AppendResult>());
        if (isDead)
        {
            return one.Answer.Task;
        }

        var refusing = request.PeerEntries.Select(append => append.Stream)
            .Concat(request.Incoming.Select(batch => batch.Stream))
            .FirstOrDefault(stream => stream.Generation > 1 && disk.Find(stream) is null);
        if (refusing is not null)
        {
            throw new PeerStreamNotOpenException(refusing);
        }

        var takes = chance.PerMille(faults.StallPerMille)
            ? chance.Between(TimeSpan.Zero, StallMax)
            : chance.Between(TimeSpan.FromMilliseconds(1), faults.SlownessMax);
        var due = queue.Now + takes;
        lastDue = due > lastDue ? due : lastDue;
        pending.Enqueue(one);
        queue.At(lastDue, Finish);
        if (AnswersEarly)
        {
            one.Answer.SetResult(new AppendResult { Outcome = AppendOutcome.Appended });
        }

        return one.Answer.Task;
    }

    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string streamId, StreamVersion after = default,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = disk.StreamOf(streamId);
        for (var index = (int)after.Value; index < stream.Count; index++)
        {
            yield return stream[index];
        }

        await Task.CompletedTask;
    }

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after = default, CancellationToken cancellationToken = default) => throw NotHere();

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after, EventBodies bodies, CancellationToken cancellationToken) => throw NotHere();

    public IAsyncEnumerable<StoredEvent> FollowAsync(LogPosition after, CancellationToken cancellationToken) =>
        throw NotHere();

    public IAsyncEnumerable<StoredEvent> FollowAsync(
        LogPosition after, EventBodies bodies, CancellationToken cancellationToken) => throw NotHere();

    public Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken) => throw NotHere();

    public Task<LogPosition> HeadAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new LogPosition(disk.Events.Count));

    public Task<AppendReceipt?> FindCommandAsync(Guid commandId, CancellationToken cancellationToken = default) =>
        Task.FromResult(disk.FindCommand(commandId));

    public Task<ImmutableArray<StoredPeerEntry>> ReadAsync(
        PeerStreamId stream, PeerSequence first, PeerPageLimit limit, CancellationToken cancellationToken = default)
    {
        var page = ImmutableArray.CreateBuilder<StoredPeerEntry>();
        var (entries, bytes) = (disk.Find(stream)?.Entries ?? [], 0L);
        for (var index = (int)first.Value; index < entries.Count && page.Count < limit.CountMax; index++)
        {
            bytes += SizeOf(entries[index]);
            if (page.Count > 0 && bytes > limit.BytesMax)
            {
                break;
            }

            page.Add(entries[index]);
        }

        return Task.FromResult(page.ToImmutable());
    }

    public Task<PeerStreamHead?> HeadAsync(PeerStreamId stream, CancellationToken cancellationToken = default) =>
        Task.FromResult(disk.Find(stream) is not { } held ? null : new PeerStreamHead
        {
            Stream = stream,
            Range = held.Edge,
            IsClosed = held.IsClosed,
            Checkpoint = held.Head?.Checkpoint ?? ReadOnlyMemory<byte>.Empty,
            SignedAt = held.Head?.SignedAt,
        });

    public Task<CompactRange> EdgeAsync(
        PeerStreamId stream, PeerSequence size, CancellationToken cancellationToken = default) =>
        Task.FromResult(size.Value == 0 ? CompactRange.Empty : disk.Find(stream)!.Edges[(int)size.Value]);

    public Task<ImmutableArray<PeerStreamInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<ImmutableArray<PeerStreamInfo>>([.. disk.PeerStreams.Select(held => new PeerStreamInfo
        {
            Stream = held.Id,
            Size = new(held.Entries.Count),
            IsClosed = held.IsClosed,
            OpenedAt = held.OpenedAt,
            ChangedAt = held.OpenedAt,
        })]);

    public Task OpenAsync(PeerStreamId stream, CancellationToken cancellationToken = default)
    {
        if (isDead)
        {
            return new TaskCompletionSource().Task;
        }

        disk.Open(stream, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<int> DestroyDisclosuresAsync(
        PeerStreamId stream, IReadOnlyCollection<PeerSequence> entries, IReadOnlyCollection<string> digests,
        CancellationToken cancellationToken = default) => throw NotHere();

    public Task<ImmutableArray<StoredEvidence>> ReadEvidenceAsync(
        ParticipantId peer, int countMax, CancellationToken cancellationToken = default) => throw NotHere();

    private static long SizeOf(StoredPeerEntry entry) =>
        entry.Entry.Length + entry.Statement.Length + entry.Disclosures.Sum(one => (long)one.Length);

    private static NotSupportedException NotHere() => new("The simulated shell does not use this.");

    private void Finish()
    {
        if (isDead || !pending.TryDequeue(out var one))
        {
            return;
        }

        if (AnswersEarly)
        {
            disk.Append(one.Request, clock.GetUtcNow());
            return;
        }

        if (chance.PerMille(faults.UnavailablePerMille))
        {
            one.Answer.SetResult(new AppendResult { Outcome = AppendOutcome.Unavailable });
            return;
        }

        var isUnknown = chance.PerMille(faults.UnknownPerMille);
        if (isUnknown && chance.OneIn(2))
        {
            one.Answer.SetResult(new AppendResult { Outcome = AppendOutcome.Unknown });
            return;
        }

        var result = disk.Append(one.Request, clock.GetUtcNow());
        one.Answer.SetResult(isUnknown ? new AppendResult { Outcome = AppendOutcome.Unknown } : result);
    }

    private sealed record Pending(AppendRequest Request, TaskCompletionSource<AppendResult> Answer);
}
