using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.World;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Simulation.Nodes;

/// <summary>
/// A node: what of it outlives its process (disk, keys, the file of an orderly stop, clock), and the process that runs
/// now, if any.
/// </summary>
internal sealed class SimulatedNode
{
    /// <summary>A node that was installed and not started.</summary>
    public SimulatedNode(SimulatedWorld world, int index)
    {
        (World, Index) = (world, index);
        Participant = SimulatedWorld.IdOf(index);
        Keys = new NodeKeys(Participant, world.Plan.UsesRealKeys);
        Clock = new NodeClock(world.Queue);
        Identity = new NodeIdentity(Participant, Designator(index), ParticipantKinds.State);
        Disk = new NodeDisk
        {
            AltersIncoming = world.Plan.Canary == Running.Canary.StoresAltered,
            ForgetsRecalls = world.Plan.Canary == Running.Canary.ForgetsRecalls,
            ForgetsWhatCameBack = world.Plan.Canary == Running.Canary.ForgetsWhatCameBack,
        };
        Disk.OnCommitted = commit => world.Checks.Committed(this, commit, IsReplaying);
    }

    public SimulatedWorld World { get; }

    public int Index { get; }

    public ParticipantId Participant { get; }

    public NodeIdentity Identity { get; }

    public NodeKeys Keys { get; }

    public NodeClock Clock { get; }

    public NodeDisk Disk { get; }

    public DiskFaults Faults { get; } = new();

    /// <summary>False: nobody commands here (named scenarios).</summary>
    public bool HasOfficers { get; set; } = true;

    /// <summary>What the last orderly stop wrote; each start takes it away.</summary>
    public Dictionary<ParticipantId, StoppedHead>? StoppedHeads { get; set; }

    /// <summary>The process; null while it is down.</summary>
    public NodeRun? Run { get; private set; }

    /// <summary>True while an older state is put back.</summary>
    public bool IsReplaying { get; private set; }

    /// <summary>How often a backup was put back.</summary>
    public int Restores { get; private set; }

    /// <summary>XA, XB …</summary>
    public static string Designator(int index) => $"X{(char)('A' + index)}";

    public void Start()
    {
        World.Trace.Add("start", Index, Disk.Commits.Count);
        Run = new NodeRun(this);
        Run.Start();
    }

    /// <summary>The process dies.</summary>
    public void Crash()
    {
        World.Trace.Add("crash", Index, Disk.Commits.Count);
        var run = Run;
        Run = null;
        run?.Crash();
    }

    /// <summary>An orderly stop: what is under way ends, then the heads are written down.</summary>
    public void Stop(Action stopped)
    {
        World.Trace.Add("stop", Index, Disk.Commits.Count);
        var run = Run!;
        run.Stop(() =>
        {
            if (Run == run)
            {
                Run = null;
                stopped();
            }
        });
    }

    /// <summary>Puts a backup back, and, as the runbook says, deletes what the last stop wrote.</summary>
    public void Restore(int commits)
    {
        World.Trace.Add("restore", Index, commits);
        World.Checks.Restoring(this, commits);
        IsReplaying = true;
        Disk.Restore(commits);
        IsReplaying = false;
        StoppedHeads = null;
        Restores++;
    }
}
