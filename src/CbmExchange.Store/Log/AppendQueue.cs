using System.Diagnostics;
using System.Threading.Channels;

namespace CbmExchange.Store.Log;

/// <summary>What waits for the writer, and what its next transaction takes of it.</summary>
internal sealed class AppendQueue
{
    private readonly Channel<PendingAppend> channel = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(StoreLimits.AppendQueueCountMax) { SingleReader = true });

    private readonly List<PendingAppend> waiting = [];
    private int answered;

    /// <summary>
    /// Waits at the door while the queue is full. Throws <see cref="ChannelClosedException"/> when closed.
    /// </summary>
    public ValueTask AddAsync(PendingAppend pending, CancellationToken cancellationToken) =>
        channel.Writer.WriteAsync(pending, cancellationToken);

    /// <summary>Nothing more comes in; what is in it is still given out.</summary>
    public void Close() => channel.Writer.TryComplete();

    /// <summary>
    /// The next transaction, in the order in which they were given; null when the queue is closed and empty. Whoever
    /// asks has answered the one before.
    /// </summary>
    public async Task<List<PendingAppend>?> NextAsync()
    {
        await GatherAsync().ConfigureAwait(false);
        do
        {
            while (waiting.Count < StoreLimits.AppendQueueCountMax && channel.Reader.TryRead(out var pending))
            {
                waiting.Add(pending);
            }

            if (BatchPicker.Pick(waiting) is { Count: > 0 } batch)
            {
                answered = batch.Count;
                return batch;
            }
        }
        while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false));

        return null;
    }

    // Those who were just answered mostly come back at once: a moment's wait puts them into one flush together, where
    // without it the first of them would have one to itself and the others the next. Real time, whatever clock the
    // store was given: it is about this machine's callers.
    private async ValueTask GatherAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (answered > 1 && waiting.Count + channel.Reader.Count < answered
            && Stopwatch.GetElapsedTime(start) < StoreLimits.AppendGatherTime)
        {
            await Task.Yield();
        }
    }
}
