using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Adversary;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// The checkers of one run. They stand outside the code under test: they are told what happened and look at the disks.
/// </summary>
internal sealed class RunChecks
{
    private readonly SimulatedWorld world;
    private readonly Dictionary<ParticipantId, PeerKeys> keys = [];
    private int tokens;

    public RunChecks(SimulatedWorld world)
    {
        this.world = world;
        Attacks = new Attacks(world);
        Heads = new HeadChecker(world);
        Commands = new CommandChecker(world);
        Releases = [.. world.Nodes.Select(node => new ReleaseChecker(world, node))];
        Mirrors = new MirrorChecker(world);
        Disclosure = new DisclosureChecker(world);
        foreach (var node in world.Nodes)
        {
            keys[node.Participant] = node.Keys.Public;
        }

        if (world.Plan.HasAdversary)
        {
            Adversary = new AdversaryPeer(world, world.Participants[^1]);
            keys[Adversary.Participant] = Adversary.Keys.Public;
        }
    }

    public Attacks Attacks { get; }

    public HeadChecker Heads { get; }

    public CommandChecker Commands { get; }

    /// <summary>One per node.</summary>
    public IReadOnlyList<ReleaseChecker> Releases { get; }

    public MirrorChecker Mirrors { get; }

    public DisclosureChecker Disclosure { get; }

    /// <summary>The participant that follows no rules; null where there is none.</summary>
    public AdversaryPeer? Adversary { get; }

    /// <summary>Keys as every node admitted them.</summary>
    public PeerKeys KeysOf(ParticipantId participant) => keys[participant];

    /// <summary>A word that stands nowhere else.</summary>
    public string NewToken() => string.Create(CultureInfo.InvariantCulture, $"tkn{++tokens:x8}q");

    /// <summary>A transaction is durable.</summary>
    public void Committed(SimulatedNode node, Commit commit, bool isReplayed)
    {
        Releases[node.Index].Committed(commit, isReplayed);
        if (!isReplayed)
        {
            Mirrors.Committed(node, commit);
            Heads.Written(node, commit);
            node.Run?.Committed(commit);
        }
    }

    /// <summary>A node goes back to an older state.</summary>
    public void Restoring(SimulatedNode node, int commits)
    {
        Commands.Forget(node, node.Disk.Commits.Skip(commits));
        Releases[node.Index].Reset();
    }

    /// <summary>A node told its duty officer. Only an attack may make one node of ours accuse another.</summary>
    public void Alarmed(SimulatedNode node, ParticipantId about, string name)
    {
        if (name is StreamFaults.Forked or StreamFaults.RolledBack && world.NodeOf(about) is { } accused
            && !Attacks.WasAttacked(accused.Index, node.Index))
        {
            world.Violate($"{node.Identity.Designator} says {name} of {accused.Identity.Designator}, which it is not.");
        }
    }

    /// <summary>What can be said at the end only.</summary>
    /// <param name="isTogether">True when all peers hold what was written for them.</param>
    public void Finish(bool isTogether)
    {
        Commands.Finish();
        foreach (var node in world.Nodes)
        {
            TreeChecker.Check(world, node);
        }

        foreach (var node in world.Nodes.Where(_ => isTogether))
        {
            Releases[node.Index].Finish();
            WithdrawalChecker.Check(world, node);
        }
    }
}
