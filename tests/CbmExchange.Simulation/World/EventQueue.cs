namespace CbmExchange.Simulation.World;

/// <summary>Virtual time: what is due next happens next; at one moment, in the order it was planned.</summary>
internal sealed class EventQueue
{
    /// <summary>Where virtual time begins.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, long Order)> due = new();
    private long order;

    /// <summary>Virtual time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Events that happened.</summary>
    public long Happened { get; private set; }

    /// <summary>Plans something.</summary>
    public void After(TimeSpan wait, Action happens) =>
        due.Enqueue(happens, ((Now + (wait < TimeSpan.Zero ? TimeSpan.Zero : wait)).Ticks, order++));

    /// <summary>Plans something at a moment; the past is now.</summary>
    public void At(TimeSpan moment, Action happens) => After(moment - Now, happens);

    /// <summary>Lets the next thing happen; false when there is none before the moment.</summary>
    public bool Step(TimeSpan until)
    {
        if (!due.TryPeek(out _, out var next) || next.At > until.Ticks)
        {
            Now = until > Now ? until : Now;
            return false;
        }

        var happens = due.Dequeue();
        Now = TimeSpan.FromTicks(next.At);
        Happened++;
        happens();
        return true;
    }
}
