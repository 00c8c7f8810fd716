using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Simulation.Adversary;
using CbmExchange.Simulation.World;
using CbmExchange.Sync.Following;
using Grpc.Core;

namespace CbmExchange.Simulation.Network;

/// <summary>
/// One Follow call on a line: order holds within it, it can break anywhere, either side may learn of that late or not
/// at all, and whoever does not read holds the other back.
/// </summary>
internal sealed class FollowCall(
    SimulatedWorld world, int client, int server, long number, Action<FollowerInput> toClient)
{
    // Messages that lie between the two before the sender waits.
    private const int WindowMessages = 3;

    private static readonly TimeSpan OpenMax = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LearnsAfterMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAliveMax = TimeSpan.FromSeconds(30);

    private readonly Queue<Func<FollowerInput>> arrived = new();
    private readonly Queue<Action> waiting = new();
    private TimeSpan lastArrival;
    private int between;
    private bool isConnected;
    private bool isWanted;
    private bool isClientDone;
    private bool isBroken;

    /// <summary>Called once when the server learns that the client is gone.</summary>
    public Action? OnHungUp { get; set; }

    /// <summary>Sends the request.</summary>
    public void Open(Action<FollowCall> accept)
    {
        world.Queue.After(OpenMax, () =>
        {
            if (!isConnected)
            {
                EndForClient(new FollowerInput.StreamEnded(number, "TIMEOUT"));
            }
        });
        world.Lines.Post(client, server, () =>
        {
            if (!isClientDone)
            {
                accept(this);
            }
        });
    }

    /// <summary>The server accepts: the client is told.</summary>
    public void Accept() => Carry(() =>
    {
        isConnected = true;
        toClient(new FollowerInput.Connected(number));
    });

    /// <summary>Sends a message; says when it was taken.</summary>
    public void Send(FollowResponse message, Action taken)
    {
        between++;
        Carry(() => Arrive(message));
        if (between <= WindowMessages)
        {
            world.Queue.After(TimeSpan.Zero, taken);
        }
        else
        {
            waiting.Enqueue(taken);
        }
    }

    /// <summary>Ends the call with a refusal, behind all that was sent.</summary>
    public void Finish(RpcException refusal)
    {
        Carry(() => Put(() => PeerErrors.ToInput(number, refusal)));
    }

    /// <summary>The server's process died.</summary>
    public void ServerDied() => Break();

    /// <summary>Lets the client read one message.</summary>
    public void ReadNext()
    {
        isWanted = true;
        Hand();
    }

    /// <summary>The client ends the call, or died.</summary>
    public void Close()
    {
        if (!isClientDone)
        {
            isClientDone = true;
            world.Queue.After(world.Lines.IsClosed(client, server) ? KeepAliveMax : world.Lines.Latency(), HangUp);
        }
    }

    // In order: nothing overtakes. A closed line or a cut ends the call.
    private void Carry(Action arrives)
    {
        var at = world.Queue.Now + world.Lines.Latency();
        lastArrival = at > lastArrival ? at : lastArrival;
        world.Queue.At(lastArrival, () =>
        {
            if (isClientDone || isBroken)
            {
                return;
            }

            if (world.Lines.IsClosed(server, client) || world.Lines.Breaks())
            {
                Break();
                return;
            }

            arrives();
        });
    }

    private void Arrive(FollowResponse message)
    {
        var input = world.Checks.Attacks.OnTheWay(message, client, server, number) ?? (() => ToInput(message));
        Put(input);
        if (!world.IsHealed && world.Chance.PerMille(world.Plan.DuplicatePerMille))
        {
            world.Trace.Add("twice", client, number);
            Put(input);
            between++;
        }
    }

    private void Put(Func<FollowerInput> input)
    {
        arrived.Enqueue(input);
        Hand();
    }

    private void Hand()
    {
        if (!isWanted || isClientDone || !arrived.TryDequeue(out var input))
        {
            return;
        }

        isWanted = false;
        between--;
        if (waiting.TryDequeue(out var taken))
        {
            world.Queue.After(world.Lines.Latency(), taken);
        }

        toClient(input());
    }

    private FollowerInput ToInput(FollowResponse message) => message.EventCase switch
    {
        FollowResponse.EventOneofCase.Batch => new FollowerInput.BatchArrived(number, message.Batch),
        FollowResponse.EventOneofCase.CaughtUp =>
            new FollowerInput.CaughtUpArrived(number, message.CaughtUp.Checkpoint.Memory),
        FollowResponse.EventOneofCase.Heartbeat =>
            new FollowerInput.HeartbeatArrived(number, message.Heartbeat.Checkpoint.Memory),
        _ => Attacks.Garbage(number),
    };

    private void Break()
    {
        if (world.Chance.OneIn(2))
        {
            world.Queue.After(
                world.Chance.Between(TimeSpan.Zero, LearnsAfterMax),
                () => EndForClient(new FollowerInput.StreamEnded(number, "Unavailable")));
        }

        // Otherwise the client learns it from the silence.
        isBroken = true;
        world.Queue.After(world.Chance.Between(TimeSpan.Zero, KeepAliveMax), HangUp);
    }

    private void EndForClient(FollowerInput end)
    {
        if (!isClientDone)
        {
            toClient(end);
        }
    }

    private void HangUp()
    {
        isBroken = true;
        var told = OnHungUp;
        OnHungUp = null;
        told?.Invoke();
    }
}
