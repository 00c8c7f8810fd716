using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Store;

namespace CbmExchange.Node.Tables;

/// <summary>
/// Feeds the tables in memory from the log: to its end before the doors open, then on. While the store does not answer
/// the tables keep what they have and the follower tries again.
/// </summary>
internal sealed partial class TableFollower(
    IEventStore store,
    IEnumerable<IMemoryTable> tables,
    TimeProvider time,
    ILogger<TableFollower> log
) : IAsyncDisposable
{
    /// <summary>Wait before the store is asked again: short, since officers wait for a new role.</summary>
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a command waits to see itself in the tables; it is durable in any case.</summary>
    private static readonly TimeSpan OwnWriteWaitMax = TimeSpan.FromSeconds(5);

    /// <summary>How long a probe waits: a store that hangs is one that does not answer.</summary>
    public static readonly TimeSpan ProbeMax = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A cleared version repeats the whole content as a signed statement, three quarters of a log's bytes; tables look
    /// at where a record stands, and take its words from the draft.
    /// </summary>
    public static readonly EventBodies Bodies = EventBodies.Without(typeof(RecordCleared), typeof(RecordSubmitted));

    private readonly ImmutableArray<IMemoryTable> all = [.. tables];
    private readonly CancellationTokenSource stopping = new();
    private volatile ImmutableSortedSet<string> incomplete = ImmutableSortedSet<string>.Empty;
    private readonly Lock gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> waiting = new();
    private Task running = Task.CompletedTask;
    private Task<LogPosition>? probe;
    private long position;
    private volatile bool isStarted;
    private long answeredAt = time.GetUtcNow().UtcTicks;

    /// <summary>Up to where the tables are complete.</summary>
    public LogPosition Position => new(Interlocked.Read(ref position));

    /// <summary>When the store last answered, by this node's clock: the as-of time of what is in memory.</summary>
    public DateTimeOffset AsOf => new(Interlocked.Read(ref answeredAt), TimeSpan.Zero);

    /// <summary>False while the store does not answer.</summary>
    public bool IsLive { get; private set; } = true;

    /// <summary>True when the loop that follows the log ended by itself, which it never should.</summary>
    public bool HasEnded => running.IsCompleted && !stopping.IsCancellationRequested && isStarted;

    /// <summary>Names of the tables that passed an event over since the start; none in health.</summary>
    public ImmutableSortedSet<string> Incomplete => incomplete;

    /// <summary>
    /// Reads the log to its end, then follows it until disposed. Throws when the store does not answer.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ReadAllAsync(Position, Bodies, cancellationToken).ConfigureAwait(false))
        {
            Take(stored);
        }

        Answered();
        CaughtUp(log, Position.Value);
        running = Task.Run(FollowAsync, CancellationToken.None);
        isStarted = true;
    }

    /// <summary>Waits, within a bound, until an append of this node is in the tables.</summary>
    public async Task WaitForAsync(LogPosition wanted)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (position >= wanted.Value)
            {
                return;
            }

            waiting.Enqueue(waiter, wanted.Value);
        }

        try
        {
            await waiter.Task.WaitAsync(OwnWriteWaitMax, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The store went away between the append and its read; the append is durable, the tables follow later.
        }
    }

    /// <summary>
    /// Asks the store how it is, for the as-of time and the health of this node; null within <see cref="ProbeMax"/>
    /// when it does not answer. One question is under way at a time, however many ask.
    /// </summary>
    public async Task<LogPosition?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var head = await ProbeUnderWay().WaitAsync(ProbeMax, time, cancellationToken).ConfigureAwait(false);
            Answered();
            return head;
        }
        catch (Exception error) when (StoreFaults.IsUnavailable(error))
        {
            IsLive = false;
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    // Not cancelled with a caller: the driver bounds it, and to cancel would ask one more thing of a server that hangs.
    private Task<LogPosition> ProbeUnderWay()
    {
        lock (gate)
        {
            if (probe is not { IsCompleted: false })
            {
                probe = store.HeadAsync(CancellationToken.None);
            }

            return probe;
        }
    }

    private async Task FollowAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var stored in store.FollowAsync(Position, Bodies, stopping.Token).ConfigureAwait(false))
                {
                    Take(stored);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                if (IsLive)
                {
                    LostStore(log, Position.Value);
                }

                IsLive = false;
                await Task.Delay(RetryEvery, time, stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Answered()
    {
        Interlocked.Exchange(ref answeredAt, time.GetUtcNow().UtcTicks);
        IsLive = true;
    }

    private void Take(StoredEvent stored)
    {
        foreach (var table in all)
        {
            Give(table, stored);
        }

        Answered();
        lock (gate)
        {
            position = stored.Position.Value;
            while (waiting.TryPeek(out var waiter, out var wanted) && wanted <= position)
            {
                waiting.Dequeue();
                waiter.TrySetResult();
            }
        }
    }

    // A table that fails on an event passes it over and is marked: the other tables, and this one with later events (a
    // role that is taken away, say), go on, and the node starts again with the same log.
    private void Give(IMemoryTable table, StoredEvent stored)
    {
        try
        {
            table.Apply(stored);
        }
        catch (Exception fault)
        {
            var name = table.GetType().Name;
            incomplete = incomplete.Add(name);

            // The type alone: a message of an exception may repeat content.
            EventPassedOver(log, name, stored.Position.Value, fault.GetType().Name);
        }
    }
}
