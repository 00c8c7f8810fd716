using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.Officers;
using CbmExchange.Simulation.World;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Running;

/// <summary>
/// One run: safety while anything may break, then liveness, when faults stop and all MUST come together in a bounded
/// virtual time.
/// </summary>
internal sealed class SimulationRun
{
    // A stream that somebody forged at is tried again after an hour (decision 0013); the rest is for reconnecting.
    private static readonly TimeSpan HealingMax = TimeSpan.FromMinutes(100);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OfficersMeetAfter = TimeSpan.FromMinutes(4);

    private readonly SimulatedWorld world;
    private readonly Liveness liveness;
    private readonly Troubles troubles;

    private SimulationRun(SeedPlan plan, Action<string>? tell)
    {
        world = new SimulatedWorld(plan, tell);
        liveness = new Liveness(world);
        troubles = new Troubles(world);
    }

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">What happens by chance.</param>
    /// <param name="tell">Told each line of the trace.</param>
    /// <param name="script">What happens besides: a named scenario plans it on the queue of the world.</param>
    public static RunReport Of(SeedPlan plan, Action<string>? tell = null, Action<SimulatedWorld>? script = null)
    {
        // A context of the caller would carry continuations to other threads.
        var callers = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new SimulationRun(plan, tell).ToEnd(script);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(callers);
        }
    }

    private RunReport ToEnd(Action<SimulatedWorld>? script)
    {
        using (world)
        {
            Begin();
            script?.Invoke(world);
            Trouble();
            var healed = Heal();
            world.Checks.Finish(healed is not null);
            return Report(healed);
        }
    }

    private RunReport Report(TimeSpan? healed) => new()
    {
        Seed = world.Plan.Seed,
        Violations = [.. world.Violations],
        TraceSha256 = world.Trace.Finish(),
        Events = world.Queue.Happened,
        HealedIn = healed,
        Attacks = world.Checks.Attacks.Outcomes.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Answered = world.Checks.Commands.AnsweredCount,
        EntriesCompared = world.Checks.Mirrors.Compared,
        ViewsCompared = world.Checks.Releases.Sum(one => one.Compared),
        Left = world.Checks.Releases.Sum(one => one.Left),
        Recalled = world.Checks.Releases.Sum(one => one.Recalled),
        Followed = world.Checks.Releases.Sum(one => one.Followed),
        Restores = world.Nodes.Sum(node => node.Restores),
        NewGenerations = world.Nodes.Sum(node => node.Disk.PeerStreams.Count(stream =>
            stream.Id.Originator == node.Participant && stream.Id.Generation > 1)),
    };

    private void Begin()
    {
        foreach (var node in world.Nodes)
        {
            Install(node);
            node.Start();
        }

        troubles.Begin();
        world.Lines.Begin();
        world.Checks.Adversary?.Begin();
    }

    private void Trouble()
    {
        while (world.Violations.Count == 0 && world.Queue.Step(world.Plan.Trouble))
        {
        }
    }

    private TimeSpan? Heal()
    {
        world.IsHealed = true;
        world.Trace.Add("heal", -1);
        troubles.Heal();
        world.Lines.Heal();
        world.Queue.After(OfficersMeetAfter, () => liveness.OfficersAct());
        var (began, until) = (world.Queue.Now, world.Queue.Now + HealingMax);
        for (var look = began + LookEvery; look <= until && world.Violations.Count == 0; look += LookEvery)
        {
            while (world.Violations.Count == 0 && world.Queue.Step(look))
            {
            }

            if (liveness.IsReached())
            {
                return world.Queue.Now - began;
            }
        }

        if (world.Violations.Count == 0)
        {
            world.Violate(
                $"Not together after {HealingMax.TotalMinutes} minutes without faults: {liveness.Missing()}.");
        }

        return null;
    }

    // Where members come and go, half of them are there in the beginning.
    private bool IsMember(ParticipantId participant) =>
        !world.Plan.ChangesMembership || SimulatedWorld.IndexOf(participant) % 2 == 0;

    // What an instance file and two officers bring into a new home.
    private void Install(SimulatedNode node)
    {
        var now = EventQueue.Epoch.AddYears(-1);
        var events = world.Participants.Select((participant, index) => (IEvent)new ParticipantAdmitted(
            participant, SimulatedNode.Designator(index), ParticipantKinds.State,
            [new LocalName("en", $"State {index}")], null, null, ParticipantStatuses.Active, Actors.Admin.Id, now))
            .Append(new BodyDefined(
                SimulatedWorld.Body, "XO", [new LocalName("en", "Organisation")], "participating State",
                world.Nodes[^1].Participant, Actors.Admin.Id, now))
            .Concat(world.Participants.Where(IsMember).Select(participant => new MembershipChanged(
                SimulatedWorld.Body, participant, MembershipStatuses.Member, now, null, null, Actors.Admin.Id, now)));
        var streams = new List<StreamAppend> { new("instance", null, [.. events]) };
        streams.AddRange(world.Participants.Where(peer => peer != node.Participant).Select(peer => new StreamAppend(
            $"peer-{peer.Value}", null,
            [
                new PeerProposed(peer, "", "", "", Actors.Admin.Id, now),
                new PeerAdmitted(peer, "", Actors.Releaser.Id, now),
            ])));
        var id = new Guid(node.Index + 1, 0, 0, new byte[8]);
        world.Checks.Commands.Issued(node, id);
        node.Disk.Append(new AppendRequest { CommandId = id, Streams = [.. streams] }, now);
    }
}
