using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Network;

/// <summary>The lines between participants: how long a message takes, and which ways are closed.</summary>
internal sealed class Lines(SimulatedWorld world)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan CutMax = TimeSpan.FromMinutes(3);

    private readonly HashSet<(int From, int To)> closed = [];

    /// <summary>True while nothing gets from one to the other.</summary>
    public bool IsClosed(int from, int to) => closed.Contains((from, to));

    /// <summary>How long the next message takes.</summary>
    public TimeSpan Latency() => world.IsHealed
        ? Least
        : world.Chance.Between(Least, world.Chance.OneIn(10) ? world.Plan.LatencyMax * 3 : world.Plan.LatencyMax);

    /// <summary>True when the connection breaks at this message.</summary>
    public bool Breaks() => !world.IsHealed && world.Chance.PerMille(world.Plan.CutPerMille);

    /// <summary>Sends one message without a connection; what is lost does not arrive.</summary>
    public void Post(int from, int to, Action arrives) => world.Queue.After(Latency(), () =>
    {
        if (!IsClosed(from, to) && !Breaks())
        {
            arrives();
        }
    });

    /// <summary>
    /// A question and its answer. The answer is null when either got lost, the other is down, or it took too long; it
    /// is given once.
    /// </summary>
    public void Ask<T>(int from, int to, Func<T?> serve, TimeSpan within, Action<T?> answered)
        where T : class
    {
        var isOver = false;
        void Answer(T? answer)
        {
            if (!isOver)
            {
                isOver = true;
                answered(answer);
            }
        }

        world.Queue.After(within, () => Answer(null));
        Post(from, to, () =>
        {
            var answer = serve();
            Post(to, from, () => Answer(answer));
        });
    }

    /// <summary>Closes lines from time to time, one way or both, between two or around one.</summary>
    public void Begin()
    {
        if (world.Plan.PartitionPauseMax > TimeSpan.Zero)
        {
            Plan();
        }
    }

    /// <summary>Opens all lines, for good.</summary>
    public void Heal() => closed.Clear();

    private void Plan() => world.Queue.After(
        world.Chance.Between(TimeSpan.Zero, world.Plan.PartitionPauseMax), () =>
    {
        if (!world.IsHealed)
        {
            Close();
            Plan();
        }
    });

    private void Close()
    {
        var count = world.Participants.Count;
        var (one, other) = (world.Chance.Below(count), world.Chance.Below(count));
        (int, int)[] ways = world.Chance.Below(3) switch
        {
            0 => [(one, other)],
            1 => [(one, other), (other, one)],
            _ => [.. Enumerable.Range(0, count).SelectMany(each => new[] { (one, each), (each, one) })],
        };
        world.Trace.Add("partition", one, other);
        closed.UnionWith(ways);
        world.Queue.After(world.Chance.Between(TimeSpan.Zero, CutMax), () => closed.ExceptWith(ways));
    }
}
