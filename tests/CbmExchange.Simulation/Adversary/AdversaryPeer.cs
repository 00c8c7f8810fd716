using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;
using CbmExchange.Sync.Following;
using CbmExchange.Sync.Serving;
using Google.Protobuf;

namespace CbmExchange.Simulation.Adversary;

/// <summary>
/// An admitted participant with keys of its own that follows no rules: it forks, rolls back, dates ahead, claims
/// generations, sends garbage, floods, goes silent and asks for what cannot be.
/// </summary>
internal sealed class AdversaryPeer(SimulatedWorld world, ParticipantId participant)
{
    private const int FloodMessages = 60;

    private readonly Chance chance = world.Chance.Fork();
    private readonly Dictionary<ParticipantId, ForgedStream> streams = [];
    private long connections;

    public ParticipantId Participant => participant;

    public NodeKeys Keys { get; } = new(participant, world.Plan.UsesRealKeys);

    private int Index => SimulatedWorld.IndexOf(participant);

    private DateTimeOffset Now => EventQueue.Epoch + world.Queue.Now;

    /// <summary>Asks honest nodes, from time to time, for what cannot be; some answers it never reads.</summary>
    public void Begin() => world.Queue.After(chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(60)), () =>
    {
        if (!world.IsHealed)
        {
            Ask(chance.Of(world.Nodes));
            Begin();
        }
    });

    /// <summary>A victim follows us.</summary>
    public void Serve(ParticipantId victim, FollowRequest request, FollowCall call)
    {
        if (world.IsHealed)
        {
            call.Finish(PeerRefusals.Of(ServingEnd.ShuttingDown, 0, 1));
            return;
        }

        var stream = Stream(victim);
        var mode = chance.Below(12);
        world.Trace.Add("adversary", Index, mode);
        switch (mode)
        {
            case 0:
                call.Finish(PeerRefusals.Of(ServingEnd.GenerationUnknown, 0, chance.Below(9) - 2));
                return;
            case 1:
                call.Finish(PeerRefusals.Of(ServingEnd.HeadBehind, request.AfterSize - 1, 1));
                return;
            case 2:
                call.Accept();
                return;
        }

        call.Accept();
        foreach (var message in Messages(mode, stream, request))
        {
            call.Send(message, () => { });
        }
    }

    /// <summary>What it says it holds of a node's stream.</summary>
    public HeldHeadResponse? HeldHead(ParticipantId asker) => chance.Below(4) switch
    {
        0 => null,
        1 => new HeldHeadResponse { Checkpoint = ByteString.CopyFrom(chance.Bytes(90)) },
        2 => new HeldHeadResponse
        {
            Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(
                new(asker, participant, 1), Stream(asker).Edge, Now, Keys.Checkpoint)),
        },
        _ => new HeldHeadResponse(),
    };

    /// <summary>What it gives back: nothing of use.</summary>
    public List<EntryBatch>? TakeBack() => chance.OneIn(2) ? null : [new EntryBatch { Generation = 1 }];

    private IEnumerable<FollowResponse> Messages(int mode, ForgedStream stream, FollowRequest request)
    {
        var at = mode == 3 ? Now.AddHours(48) : Now;
        var generation = Math.Max(1, request.Generation);
        switch (mode)
        {
            case 4:
                return [stream.CaughtUp(generation, stream.Fork(), at)];
            case 5:
                return [stream.CaughtUp(generation, stream.EdgeAt(stream.Size / 2), at)];
            case 6:
                return Enumerable.Repeat(stream.CaughtUp(generation, stream.Edge, at), FloodMessages);
            case 7:
                return [new FollowResponse(), stream.CaughtUp(generation, stream.Edge, at)];
            case 8:
                return [stream.Unreadable(generation, request.AfterSize, at)];
            default:
                stream.Grow(1 + chance.Below(3));
                return [stream.Batch(generation, request.AfterSize, at), stream.CaughtUp(generation, stream.Edge, at)];
        }
    }

    private ForgedStream Stream(ParticipantId victim)
    {
        if (!streams.TryGetValue(victim, out var stream))
        {
            streams.Add(victim, stream = new ForgedStream(world, new(participant, victim, 1), Keys, chance));
        }

        return stream;
    }

    private void Ask(SimulatedNode victim)
    {
        if (victim.Run is not { } run)
        {
            return;
        }

        var request = new FollowRequest
        {
            Generation = chance.Below(4) - 1, AfterSize = chance.Below(2) == 0 ? 0 : chance.Below(40) - 5,
        };
        FollowCall? call = null;
        var reads = chance.Below(20);
        call = new FollowCall(world, Index, victim.Index, ++connections, _ =>
        {
            if (reads-- > 0)
            {
                call!.ReadNext();
            }
            else if (chance.OneIn(2))
            {
                call!.Close();
            }
        });
        call.Open(accepted => run.Serve(participant, request, accepted));
    }
}
