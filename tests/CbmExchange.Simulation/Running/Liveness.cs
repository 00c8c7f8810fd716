using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;
using CbmExchange.Sync.Following;

namespace CbmExchange.Simulation.Running;

/// <summary>Whether every honest node holds all that every other wrote for it, and says so.</summary>
internal sealed class Liveness(SimulatedWorld world)
{
    private long commitsSeen = -1;

    /// <summary>True when all is there, and nothing was written since the last look.</summary>
    public bool IsReached()
    {
        var commits = world.Nodes.Sum(node => (long)node.Disk.Commits.Count);
        var isQuiet = commits == commitsSeen;
        commitsSeen = commits;
        return isQuiet && Pairs().All(pair => Lacks(pair.From, pair.To) is null)
            && world.Nodes.All(node => world.Checks.Releases[node.Index].Owed() is null);
    }

    /// <summary>What is missing, for people.</summary>
    public string Missing() => string.Join("; ", Pairs().Select(pair => Lacks(pair.From, pair.To))
        .Concat(world.Nodes.Select(node => world.Checks.Releases[node.Index].Owed())).OfType<string>().Take(4));

    /// <summary>
    /// What the runbooks leave to people: new generations where no peer could help, and faults that two officers lift.
    /// </summary>
    public void OfficersAct()
    {
        foreach (var node in world.Nodes)
        {
            foreach (var peer in node.Run?.Peers ?? [])
            {
                if (node.Run!.HeadChecks[peer].NeedsGeneration)
                {
                    world.Trace.Add("new-generation", node.Index, SimulatedWorld.IndexOf(peer));
                    world.Run(() => node.Run!.Officers.OpenGenerationAsync(peer));
                }

                if (node.Run!.Followers.GetValueOrDefault(peer)?.State.Fault is { } fault
                    && (!world.Plan.WaitsOutHolds || FaultPolicy.Of(fault.Name) == FaultAnswer.Stop))
                {
                    world.Run(() => node.Run!.Officers.ReleaseFaultAsync(peer, fault.Name));
                }
            }
        }
    }

    private IEnumerable<(SimulatedNode From, SimulatedNode To)> Pairs() =>
        from one in world.Nodes from other in world.Nodes where one != other select (one, other);

    private string? Lacks(SimulatedNode from, SimulatedNode to)
    {
        var name = $"{from.Identity.Designator}→{to.Identity.Designator}";
        if (from.Run is null || to.Run is null)
        {
            return $"{name}: a node is down";
        }

        if (!from.Run.HeadChecks[to.Participant].IsAllowed)
        {
            return $"{name}: heads are not compared";
        }

        // Who exchanged the message that says "that was all" changed only what is shown of the phase.
        var mayBackFill = world.Checks.Attacks.WasAttacked(from.Index, to.Index);
        if (!to.Run.Followers.TryGetValue(from.Participant, out var follower)
            || !(follower.State.Phase == FollowerPhase.Live
                || (mayBackFill && follower.State.Phase == FollowerPhase.BackFill)))
        {
            return $"{name}: {follower?.State.Phase} {follower?.State.Fault?.Name}";
        }

        var newest = from.Disk.Newest(from.Participant, to.Participant);
        var (written, held) = (from.Disk.Find(newest)?.Edge, to.Disk.Find(newest)?.Edge);
        return (written?.Size ?? 0) == (held?.Size ?? 0)
            && (written is null or { Size: 0 } || written.Root().AsSpan().SequenceEqual(held!.Root()))
                ? null
                : $"{name}: {held?.Size} of {written?.Size}";
    }
}
