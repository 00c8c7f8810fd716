using System.Diagnostics;
using System.Threading.Channels;

namespace CbmExchange.Store.Log;

/// <summary>
/// What waits for the writer, and what each of its lanes takes next. Requests on one stream never stand in two flights,
/// so they keep their order. A second flight starts only when enough wait for it to be worth a flush of its own, and
/// only beside a small one, behind which it cannot wait for the lock until it is refused.
/// </summary>
internal sealed class AppendQueue : IDisposable
{
    private readonly Channel<PendingAppend> channel =
        Channel.CreateBounded<PendingAppend>(StoreLimits.AppendQueueCountMax);

    // Held by the lane that looks for its next flight.
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Lock inAirGate = new();
    private readonly List<AppendFlight> inAir = [];
    private readonly List<PendingAppend> waiting = [];
    private TaskCompletionSource landing = NewLanding();
    private Task<bool>? readable;
    private int answered;

    /// <summary>
    /// Waits at the door while the queue is full. Throws <see cref="ChannelClosedException"/> when closed.
    /// </summary>
    public ValueTask AddAsync(PendingAppend pending, CancellationToken cancellationToken) =>
        channel.Writer.WriteAsync(pending, cancellationToken);

    /// <summary>Nothing more comes in; what is in it is still given out.</summary>
    public void Close() => channel.Writer.TryComplete();

    /// <summary>The next flight of a lane; null when the queue is closed and empty.</summary>
    public async Task<AppendFlight?> NextAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            while (true)
            {
                var landed = Volatile.Read(ref landing).Task;
                await GatherAsync().ConfigureAwait(false);
                if (Pick() is { } flight)
                {
                    return flight;
                }

                if (channel.Reader.Completion.IsCompleted && waiting.Count == 0)
                {
                    return null;
                }

                await WaitAsync(landed).ConfigureAwait(false);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>All of a flight were answered.</summary>
    public void Land(AppendFlight flight)
    {
        lock (inAirGate)
        {
            inAir.Remove(flight);
            answered += flight.Batch.Count;
        }

        flight.Land();

        Interlocked.Exchange(ref landing, NewLanding()).TrySetResult();
    }

    public void Dispose() => gate.Dispose();

    private static TaskCompletionSource NewLanding() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Those who were just answered mostly come back at once: a moment's wait puts them into one flush together, where
    // without it the first of them would have one to itself and the others the next. Real time, whatever clock the
    // store was given: it is about this machine's callers.
    private async ValueTask GatherAsync()
    {
        var expected = Interlocked.Exchange(ref answered, 0);
        var start = Stopwatch.GetTimestamp();
        while (expected > 1 && channel.Reader.Count < expected
            && Stopwatch.GetElapsedTime(start) < StoreLimits.AppendGatherTime)
        {
            await Task.Yield();
        }
    }

    private AppendFlight? Pick()
    {
        while (waiting.Count < StoreLimits.AppendQueueCountMax && channel.Reader.TryRead(out var pending))
        {
            waiting.Add(pending);
        }

        lock (inAirGate)
        {
            var flying = inAir.Sum(flight => flight.Batch.Count);
            if (waiting.Count == 0 || (flying > 0 && !IsWorthTwo(waiting.Count)) || inAir.Exists(one => one.IsHeldUp))
            {
                return null;
            }

            // Lanes of equal size keep server and client busy at the same time.
            var outstanding = waiting.Count + flying;
            var countMax = IsWorthTwo(outstanding) ? (outstanding + 1) / 2 : outstanding;
            var batch = BatchPicker.Pick(waiting, countMax, inAir.SelectMany(flight => flight.Names));
            if (batch.Count == 0)
            {
                return null;
            }

            var flight = new AppendFlight(batch, inAir.ConvertAll(one => one.Landed));
            inAir.Add(flight);
            return flight;
        }
    }

    private bool IsWorthTwo(int count) => count >= StoreLimits.AppendSecondLaneCountMin
        && inAir.TrueForAll(flight => flight.Bytes <= StoreLimits.AppendSecondLaneBytesMax);

    private async Task WaitAsync(Task landed)
    {
        // Nothing more is coming, or there is no room for it: only a landing changes anything, and to look at the
        // channel would never wait.
        if (channel.Reader.Completion.IsCompleted || waiting.Count >= StoreLimits.AppendQueueCountMax)
        {
            await landed.ConfigureAwait(false);
            return;
        }

        readable = readable is { IsCompleted: false } ? readable : channel.Reader.WaitToReadAsync().AsTask();
        await Task.WhenAny(landed, readable).ConfigureAwait(false);
    }
}
