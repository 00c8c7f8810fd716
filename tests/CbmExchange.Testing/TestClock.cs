namespace CbmExchange.Testing;

/// <summary>
/// A clock that moves only when told (style T2). Its timestamp frequency is odd on purpose: code that takes timestamps
/// for ticks or milliseconds fails at once.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private const long OddFrequency = 7_919_017;

    private readonly Lock gate = new();
    private readonly List<TestTimer> timers = [];
    private DateTimeOffset now;

    /// <summary>A clock at <paramref name="start"/>.</summary>
    public TestClock(DateTimeOffset start) => now = start;

    /// <summary>A clock at a fixed moment.</summary>
    public TestClock()
        : this(new DateTimeOffset(2031, 3, 30, 0, 59, 58, 123, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => OddFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Number of timers that wait; tests wait for code to arrive at its delay with it.</summary>
    public int TimerCount
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        (long)(GetUtcNow().Ticks * ((decimal)OddFrequency / TimeSpan.TicksPerSecond));

    /// <summary>Moves on, firing what is due in order of due time.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (NextDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = until;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TestTimer? NextDue(DateTimeOffset until)
    {
        lock (gate)
        {
            var timer = timers.Where(one => one.Due <= until).MinBy(one => one.Due);
            if (timer is null)
            {
                return null;
            }

            now = timer.Due > now ? timer.Due : now;
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due += timer.Period;
            }
            else
            {
                timers.Remove(timer);
            }

            return timer;
        }
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                    clock.timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
