using CbmExchange.Domain.Peers;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Running;

/// <summary>What befalls nodes: crashes, stops, restored backups, wrong clocks, stores that fail.</summary>
internal sealed class Troubles(SimulatedWorld world)
{
    // Who restores a backup takes at least this long: what was on the way before has arrived or never will.
    private static readonly TimeSpan RestoreMin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DownMax = TimeSpan.FromMinutes(1);

    private readonly Chance chance = world.Chance.Fork();
    private readonly HashSet<SimulatedNode> down = [];

    public void Begin()
    {
        foreach (var node in world.Nodes)
        {
            node.Clock.Skew = Skew();
            node.Faults.UnavailablePerMille = world.Plan.UnavailablePerMille;
            node.Faults.UnknownPerMille = world.Plan.UnknownPerMille;
            node.Faults.StallPerMille = world.Plan.StallPerMille;
            if (world.Plan.CrashPauseMax > TimeSpan.Zero)
            {
                PlanCrash(node);
            }
        }
    }

    /// <summary>All is well from now on; nodes that are down come up when their repair is done.</summary>
    public void Heal()
    {
        foreach (var node in world.Nodes)
        {
            node.Clock.Skew = TimeSpan.Zero;
            (node.Faults.UnavailablePerMille, node.Faults.UnknownPerMille, node.Faults.StallPerMille) = (0, 0, 0);
        }
    }

    private TimeSpan Skew() => chance.OneIn(3)
        ? TimeSpan.Zero
        : chance.Between(TimeSpan.Zero, world.Plan.SkewMax) * (chance.OneIn(2) ? 1 : -1);

    private void PlanCrash(SimulatedNode node) => world.Queue.After(
        chance.Between(TimeSpan.Zero, world.Plan.CrashPauseMax), () =>
    {
        if (world.IsHealed)
        {
            return;
        }

        if (node.Run is { Works: true } && down.Add(node))
        {
            if (chance.OneIn(3))
            {
                node.Stop(() => Repair(node));
            }
            else
            {
                node.Crash();
                Repair(node);
            }
        }

        PlanCrash(node);
    });

    private void Repair(SimulatedNode node)
    {
        var wait = chance.Between(TimeSpan.FromSeconds(1), DownMax);
        if (chance.PerMille(world.Plan.RestorePerMille))
        {
            wait += RestoreMin;
            node.Restore(BackupOf(node));
        }

        world.Queue.After(wait, () =>
        {
            down.Remove(node);
            node.Start();
        });
    }

    // Any moment; often one between the storing of a peer's entries and what answers them.
    private int BackupOf(SimulatedNode node)
    {
        var commits = node.Disk.Commits;
        var any = 1 + chance.Below(commits.Count);
        if (chance.OneIn(2))
        {
            return any;
        }

        var stored = Enumerable.Range(1, any)
            .LastOrDefault(count => commits[count - 1].Events.Any(one => one.Body is PeerEntriesStored));
        return stored == 0 ? any : stored;
    }
}
