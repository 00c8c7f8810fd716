namespace CbmExchange.Simulation.World;

/// <summary>The clock of one node: virtual time and how far it is off.</summary>
internal sealed class NodeClock(EventQueue queue) : TimeProvider
{
    /// <summary>How far it is ahead of the true time.</summary>
    public TimeSpan Skew { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => EventQueue.Epoch + queue.Now + Skew;

    /// <inheritdoc/>
    public override long GetTimestamp() => queue.Now.Ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(queue, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(EventQueue queue, TimerCallback callback, object? state) : ITimer
    {
        private int generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++generation;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                queue.After(dueTime, () => Fire(mine, period));
            }

            return true;
        }

        public void Dispose() => generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int mine, TimeSpan period)
        {
            if (mine != generation)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                queue.After(period, () => Fire(mine, period));
            }

            callback(state);
        }
    }
}
