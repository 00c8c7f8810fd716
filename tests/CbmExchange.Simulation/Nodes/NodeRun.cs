using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Officers;
using CbmExchange.Simulation.Running;
using CbmExchange.Simulation.World;
using CbmExchange.Sync.Following;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Simulation.Nodes;

/// <summary>
/// One life of a node's process: what Node's shell does around the machines, on one thread and virtual time. A life
/// that ended goes on for nobody: its store answers no more and its inputs are ignored.
/// </summary>
internal sealed class NodeRun
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(20);

    private readonly Dictionary<ParticipantId, HeadCheckDriver> checks = [];
    private readonly Dictionary<ParticipantId, FollowerDriver> followers = [];
    private readonly Dictionary<ParticipantId, ServingDriver> serving = [];
    private readonly ReviewDriver review;
    private readonly OwedDriver owed;
    private readonly DepartureDriver departures;

    /// <summary>A process that was not started yet.</summary>
    public NodeRun(SimulatedNode node)
    {
        Node = node;
        Store = new StoreSession(node.Disk, World.Queue, World.Chance.Fork(), node.Faults, node.Clock)
        {
            AnswersEarly = World.Plan.Canary == Canary.AnswersEarly,
        };
        Identity = new SyncIdentity(node.Participant, node.Keys.Checkpoint, node.Keys.Public, null!);
        Tables = new NodeTables(node.Identity, node.Clock);
        review = new ReviewDriver(this);
        owed = new OwedDriver(this);
        departures = new DepartureDriver(this);
        Officers = new OfficerDesk(this);
        Peers = [.. World.Participants.Where(peer => peer != node.Participant)];
    }

    public SimulatedNode Node { get; }

    public SimulatedWorld World => Node.World;

    public StoreSession Store { get; }

    public SyncIdentity Identity { get; }

    public NodeTables Tables { get; }

    public OfficerDesk Officers { get; }

    /// <summary>What may be written and signed to whom: Node's own.</summary>
    public HeadGate Gate { get; } = new();

    public IReadOnlyList<ParticipantId> Peers { get; }

    /// <summary>Who decides by the membership now; it changes while nobody does.</summary>
    public MembershipTurns Turns { get; } = new();

    /// <summary>False once it crashed or stopped.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>True while it stops.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Inputs count while it lives and does not stop.</summary>
    public bool Works => IsAlive && !IsStopping;

    public IReadOnlyDictionary<ParticipantId, HeadCheckDriver> HeadChecks => checks;

    public IReadOnlyDictionary<ParticipantId, FollowerDriver> Followers => followers;

    /// <summary>What the log says of a peer; here all are admitted with the keys that they have.</summary>
    public PeerSeat SeatOf(ParticipantId peer) => new([], World.Checks.KeysOf(peer), false, 0);

    public void Start()
    {
        foreach (var stored in Node.Disk.Events)
        {
            Tables.Apply(stored);
        }

        World.Checks.Heads.Started(Node);
        var stopped = Node.StoppedHeads;
        Node.StoppedHeads = null;
        foreach (var peer in Peers)
        {
            checks[peer] = new HeadCheckDriver(this, peer, stopped?.GetValueOrDefault(peer));
            checks[peer].Begin();
        }

        review.Wake();
        owed.Wake();
        departures.Wake();
        Officers.Begin();
    }

    public void Crash()
    {
        IsAlive = false;
        Store.Crash();
        EndCalls(call => call.ServerDied());
    }

    /// <summary>Ends what is under way, then writes down how far each allowed stream is.</summary>
    public void Stop(Action stopped)
    {
        IsStopping = true;
        foreach (var one in serving.Values.ToList())
        {
            one.Give(new Sync.Serving.ServingInput.Shutdown());
        }

        foreach (var follower in followers.Values)
        {
            follower.End();
        }

        World.Queue.After(DrainMax, () =>
        {
            if (!IsAlive)
            {
                return;
            }

            IsAlive = false;
            Store.Crash();
            Node.StoppedHeads = checks.Where(pair => pair.Value.IsAllowed).ToDictionary(pair => pair.Key, pair =>
            {
                var stream = Node.Disk.Newest(Node.Participant, pair.Key);
                return new StoppedHead(stream.Generation, Node.Disk.Find(stream)?.Entries.Count ?? 0);
            });
            stopped();
        });
    }

    /// <summary>A transaction is durable: tables, servings and review see it.</summary>
    public void Committed(Commit commit)
    {
        foreach (var stored in commit.Events)
        {
            Tables.Apply(stored);
        }

        foreach (var outgoing in commit.Outgoing.Where(one => serving.ContainsKey(one.Stream.Recipient)))
        {
            World.Queue.After(PeerStreamLimits.WakeSpacing, () => Hint(outgoing.Stream.Recipient));
        }

        review.Wake();
        owed.Wake();
        departures.Wake();
    }

    /// <summary>The comparison with a peer moved: a settled peer is followed.</summary>
    public void Report(ParticipantId peer, HeadCheckPhase phase)
    {
        World.Trace.Add("head-check", Node.Index, ((int)phase * 100) + SimulatedWorld.IndexOf(peer));
        Gate.Report(peer, phase, HeadChecks[peer].HeldGeneration);
        if (phase is HeadCheckPhase.Allowed or HeadCheckPhase.NeedsGeneration && !followers.ContainsKey(peer) && Works)
        {
            followers[peer] = new FollowerDriver(this, peer);
            followers[peer].Start();
        }

        review.Wake();
        owed.Wake();
    }

    /// <summary>A peer called us.</summary>
    public void Heard(ParticipantId peer)
    {
        checks[peer].Heard();
        if (followers.TryGetValue(peer, out var follower))
        {
            follower.Give(new FollowerInput.PeerHeard());
        }
    }

    /// <summary>A peer asks to follow: it is served behind the gate only.</summary>
    public void Serve(ParticipantId caller, Contracts.Sync.V1.FollowRequest request, FollowCall call)
    {
        if (!Works)
        {
            call.Finish(PeerRefusals.Of(Sync.Serving.ServingEnd.ShuttingDown, 0, 1));
            return;
        }

        Heard(caller);
        checks[caller].WhenAllowed(isAllowed =>
        {
            if (!isAllowed || !Works)
            {
                call.Finish(PeerRefusals.NotCompared());
                return;
            }

            if (serving.TryGetValue(caller, out var older))
            {
                older.Give(new Sync.Serving.ServingInput.NewerFollow());
            }

            call.Accept();
            serving[caller] = new ServingDriver(this, caller, call);
            serving[caller].Begin(request);
        });
    }

    /// <summary>A serving ended.</summary>
    public void Served(ParticipantId peer, ServingDriver driver)
    {
        if (serving.GetValueOrDefault(peer) == driver)
        {
            serving.Remove(peer);
        }
    }

    /// <summary>Two officers let a peer's stream go on.</summary>
    public void FaultReleased(ParticipantId peer)
    {
        if (followers.TryGetValue(peer, out var follower))
        {
            follower.Give(new FollowerInput.FaultReleased());
        }
    }

    private void Hint(ParticipantId peer)
    {
        if (serving.TryGetValue(peer, out var one))
        {
            one.Hint();
        }
    }

    private void EndCalls(Action<FollowCall> end)
    {
        foreach (var one in serving.Values.ToList())
        {
            end(one.Call);
        }

        foreach (var follower in followers.Values)
        {
            follower.End();
        }
    }
}
