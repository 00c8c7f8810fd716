using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Simulation.Checkers;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.Running;

namespace CbmExchange.Simulation.World;

/// <summary>All that takes part in one run. One thread drives it.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    private const int ViolationsMax = 20;

    /// <summary>Builds the world of a plan.</summary>
    public SimulatedWorld(SeedPlan plan, Action<string>? tell = null)
    {
        Plan = plan;
        Chance = new Chance(plan.Seed);
        Trace = new Trace(Queue) { Tell = tell };
        Lines = new Lines(this);
        Nodes = [.. Enumerable.Range(0, plan.Nodes).Select(index => new SimulatedNode(this, index))];
        var others = plan.HasAdversary ? 1 : 0;
        Participants = [.. Enumerable.Range(0, plan.Nodes + others).Select(IdOf)];
        Checks = new RunChecks(this);
    }

    public SeedPlan Plan { get; }

    public EventQueue Queue { get; } = new();

    public Chance Chance { get; }

    public Trace Trace { get; }

    public Lines Lines { get; }

    public IReadOnlyList<SimulatedNode> Nodes { get; }

    /// <summary>Every participant, the adversary last where there is one.</summary>
    public IReadOnlyList<ParticipantId> Participants { get; }

    public RunChecks Checks { get; }

    /// <summary>What the checkers found; a run without any passed.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>True once faults stopped.</summary>
    public bool IsHealed { get; set; }

    /// <summary>The body that all are members of; its secretariat is the last node.</summary>
    public static BodyId Body { get; } = new("00000000-0000-4000-8000-0000000000b0");

    /// <summary>Id of the participant with this number.</summary>
    public static ParticipantId IdOf(int index) =>
        new(string.Create(CultureInfo.InvariantCulture, $"0a000000-0000-4000-8000-{index:x12}"));

    /// <summary>Number of a participant.</summary>
    public static int IndexOf(ParticipantId participant) =>
        int.Parse(participant.Value.AsSpan(24), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The node of a participant, or null for the adversary.</summary>
    public SimulatedNode? NodeOf(ParticipantId participant) =>
        IndexOf(participant) is var index && index < Nodes.Count ? Nodes[index] : null;

    /// <summary>A checker, or the code itself, says that something is wrong.</summary>
    public void Violate(string what)
    {
        if (Violations.Count < ViolationsMax)
        {
            Violations.Add($"[{Queue.Now:d\\.hh\\:mm\\:ss\\.fff}] {what}");
        }
    }

    /// <summary>Lets a piece of asynchronous code run; what it throws is a violation.</summary>
    public async void Run(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault)
        {
            Violate($"Threw {fault}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Trace.Dispose();
}
