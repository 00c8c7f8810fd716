using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;
using CbmExchange.Sync.Following;

namespace CbmExchange.Simulation.Adversary;

/// <summary>
/// Somebody on the line exchanges messages between honest nodes, without their keys; and the checker that each of it
/// was named rightly, or changed nothing.
/// </summary>
internal sealed class Attacks(SimulatedWorld world)
{
    private const int RememberedMax = 32;

    private readonly Chance chance = world.Chance.Fork();
    private readonly Dictionary<FollowerInput, string> made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(int Originator, int Recipient)> attacked = [];
    private readonly List<(int Server, int Client, FollowResponse Message)> seen = [];
    private bool wasKept;

    /// <summary>Attacks by kind and what became of them.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>The input for a message that is none of the protocol.</summary>
    public static FollowerInput Garbage(long number) => new FollowerInput.GarbageArrived(
        number, new StreamFault(
            StreamFaults.Malformed, "A message is none of the protocol.", ReadOnlyMemory<byte>.Empty));

    /// <summary>True when somebody tampered with this stream before.</summary>
    public bool WasAttacked(int originator, int recipient) => attacked.Contains((originator, recipient));

    /// <summary>What arrives instead of a message; null when it arrives as it was sent.</summary>
    public Func<FollowerInput>? OnTheWay(FollowResponse message, int client, int server, long number)
    {
        if (world.Plan.TamperPerMille == 0 || server >= world.Nodes.Count || client >= world.Nodes.Count)
        {
            return null;
        }

        var altered = world.IsHealed || !chance.PerMille(world.Plan.TamperPerMille)
            ? null
            : Alter(message, client, server);
        Remember(message, client, server);
        if (altered is not { } attack)
        {
            return null;
        }

        attacked.Add((server, client));
        world.Trace.Add(attack.Kind, client, server);
        var input = ToInput(attack.Message, number);
        made[input] = attack.Kind;
        return () => input;
    }

    /// <summary>Evidence was handed to the store.</summary>
    public void Kept() => wasKept = true;

    /// <summary>A follower took an input.</summary>
    public void Judge(SimulatedNode node, FollowerInput input, FollowerState before, FollowerStep step)
    {
        var isKept = wasKept;
        wasKept = false;
        if (step.State.EvidenceKeptAt != before.EvidenceKeptAt && !isKept
            && step.Outputs.Any(output => output is FollowerOutput.Quarantine))
        {
            world.Violate($"{node.Identity.Designator} refused something and kept no evidence of it.");
        }

        if (!made.Remove(input, out var kind))
        {
            return;
        }

        var named = step.Outputs.OfType<FollowerOutput.Quarantine>().FirstOrDefault()?.Fault.Name;
        if (named is not null and not StreamFaults.DatedAhead && !AttackKinds.NamesOf(kind).Contains(named)
            && !(named is StreamFaults.Forked or StreamFaults.ReorderedOrAltered && ProvesFork(kind, before.Stream)))
        {
            world.Violate($"{node.Identity.Designator} calls {kind} {named}.");
        }

        var isSilenced = named is null && before.Phase != step.State.Phase
            && AttackKinds.NamesOf(kind).Any(name => before.EvidenceKeptAt.ContainsKey(name));
        var isHarmless = step.State.Received.Equals(before.Received);
        if (named is null && !isHarmless && ProvesFork(kind, before.Stream))
        {
            world.Checks.Heads.Replayed(before.Stream);
        }

        Count(kind, named ?? (isSilenced ? "named within the hour" : isHarmless ? "harmless" : "genuine"));
    }

    /// <summary>An attack ended so.</summary>
    public void Count(string kind, string outcome) =>
        Outcomes[$"{kind}: {outcome}"] = Outcomes.GetValueOrDefault($"{kind}: {outcome}") + 1;

    // What both ends lost with their backups was signed all the same: who kept it from the line has two histories. A
    // head of the size that is held shows them (forked); entries that go on from there only do not give their root.
    private bool ProvesFork(string kind, PeerStreamId stream) =>
        kind == AttackKinds.ReplayedOwn && world.NodeOf(stream.Originator)!.Restores > 0;

    private static FollowerInput ToInput(FollowResponse message, long number) => message.EventCase switch
    {
        FollowResponse.EventOneofCase.Batch => new FollowerInput.BatchArrived(number, message.Batch),
        FollowResponse.EventOneofCase.CaughtUp =>
            new FollowerInput.CaughtUpArrived(number, message.CaughtUp.Checkpoint.Memory),
        FollowResponse.EventOneofCase.Heartbeat =>
            new FollowerInput.HeartbeatArrived(number, message.Heartbeat.Checkpoint.Memory),
        _ => Garbage(number),
    };

    private (string Kind, FollowResponse Message)? Alter(FollowResponse message, int client, int server)
    {
        var kind = message.Batch is not null && chance.OneIn(2)
            ? chance.Of(AttackKinds.OfBatch)
            : chance.Of(AttackKinds.OfAny);
        if (kind is AttackKinds.ReplayedOwn or AttackKinds.ReplayedOther)
        {
            var isOwn = kind == AttackKinds.ReplayedOwn;
            var fitting = seen.Where(one => isOwn == (one.Server == server && one.Client == client)).ToList();
            return fitting.Count == 0 ? null : (kind, chance.Of(fitting).Message);
        }

        var stream = new PeerStreamId(
            SimulatedWorld.IdOf(server), SimulatedWorld.IdOf(client), message.Batch?.Generation ?? 1);
        var now = EventQueue.Epoch + world.Queue.Now;
        return new Tampering(chance).Of(kind, message, stream, now) is { } altered ? (kind, altered) : null;
    }

    private void Remember(FollowResponse message, int client, int server)
    {
        if (seen.Count < RememberedMax)
        {
            seen.Add((server, client, message));
        }
        else
        {
            seen[chance.Below(RememberedMax)] = (server, client, message);
        }
    }
}
