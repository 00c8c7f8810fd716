using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Running;
using CbmExchange.Simulation.World;
using CbmExchange.Store;
using CbmExchange.Sync.Following;

namespace CbmExchange.Simulation.Nodes;

/// <summary>Carries out what a <see cref="FollowerMachine"/> asks for, as Node's PeerFollower does.</summary>
internal sealed class FollowerDriver(NodeRun run, ParticipantId peer)
{
    private readonly Queue<FollowerInput> inbox = new();
    private readonly FollowerStore storing = new(run.Store, run.Node.Clock);
    private readonly int peerIndex = SimulatedWorld.IndexOf(peer);
    private (Guid Id, FollowerOutput.Stopped Stop)? unwritten;
    private FollowerState? state;
    private FollowCall? call;
    private bool isStepping;
    private bool isOver;

    /// <summary>Where it stands.</summary>
    public FollowerState State => state!;

    private SimulatedWorld World => run.World;

    public void Start()
    {
        var stream = run.Node.Disk.Newest(peer, run.Node.Participant);
        var range = run.Node.Disk.Find(stream)?.Edge ?? CompactRange.Empty;
        state = FollowerState.Start(stream, range) with { Fault = StoppedBefore(stream) };
        Give(new FollowerInput.PeerAdmitted(World.Checks.KeysOf(peer)));
        Tick();
    }

    /// <summary>Hands in something that happened; one at a time, in order.</summary>
    public void Give(FollowerInput input)
    {
        inbox.Enqueue(input);
        if (isStepping)
        {
            return;
        }

        isStepping = true;
        while (!isOver && run.IsAlive && inbox.TryDequeue(out var next))
        {
            Step(next);
        }

        isStepping = false;
    }

    /// <summary>Ends it; what is being stored goes on by itself.</summary>
    public void End()
    {
        isOver = true;
        call?.Close();
        call = null;
    }

    private void Tick()
    {
        if (!isOver && run.Works)
        {
            World.Queue.After(PeerStreamLimits.Tick, Tick);
            Give(new FollowerInput.TimePassed());
            World.Run(WriteStopAsync);
        }
    }

    // The last word of the log on this generation: stopped, or let go on.
    private StreamFault? StoppedBefore(PeerStreamId stream) =>
        run.Node.Disk.StreamOf(PeerEventStreams.Of(peer)).Select(stored => stored.Body)
            .LastOrDefault(body => body is PeerStreamStopped or PeerFaultReleased) is PeerStreamStopped stopped
        && stopped.Generation == stream.Generation
            ? new StreamFault(stopped.FaultName, "It was stopped before.", ReadOnlyMemory<byte>.Empty)
            : null;

    private async Task WriteStopAsync()
    {
        unwritten = state!.Fault is null ? null : unwritten;
        if (unwritten is { } stop)
        {
            unwritten = null;
            if (!await storing.StopAsync(stop.Id, stop.Stop, CancellationToken.None))
            {
                unwritten = stop;
            }
        }
    }

    private void Step(FollowerInput input)
    {
        if (World.Plan.Canary == Canary.NeverReconnects && input is FollowerInput.TimePassed or FollowerInput.PeerHeard
            && state!.Connection > 0)
        {
            return;
        }

        var before = state!;
        var step = FollowerMachine.Step(before, input, run.Node.Clock.GetUtcNow());
        state = step.State;
        foreach (var output in step.Outputs)
        {
            Carry(output);
        }

        World.Checks.Attacks.Judge(run.Node, input, before, step);
    }

    private void Carry(FollowerOutput output)
    {
        switch (output)
        {
            case FollowerOutput.OpenFollow open:
                Open(open);
                break;
            case FollowerOutput.ReadNext:
                call?.ReadNext();
                break;
            case FollowerOutput.CloseFollow:
                call?.Close();
                call = null;
                break;
            case FollowerOutput.Store store:
                World.Run(() => StoreAsync(store.Batch));
                break;
            case FollowerOutput.Quarantine quarantine when World.Plan.Canary != Canary.HidesFaults:
                World.Checks.Attacks.Kept();
                World.Run(() => storing.QuarantineAsync(quarantine.Stream, quarantine.Fault, CancellationToken.None));
                break;
            case FollowerOutput.Stopped stop:
                unwritten = (World.Chance.Id(), stop);
                World.Run(WriteStopAsync);
                break;
            case FollowerOutput.ScheduleReconnect schedule:
                var jitter = 1 + (World.Chance.Below(PeerStreamLimits.ReconnectJitterPercent + 1) / 100.0);
                World.Queue.After(schedule.After * jitter, () => Give(new FollowerInput.TimePassed()));
                break;
            case FollowerOutput.Alarm alarm:
                World.Trace.Add(alarm.Name, run.Node.Index, peerIndex);
                World.Checks.Alarmed(run.Node, peer, alarm.Name);
                break;
            case FollowerOutput.PhaseChanged changed:
                World.Trace.Add("phase", run.Node.Index, ((int)changed.Phase * 100) + peerIndex);
                break;
        }
    }

    private void Open(FollowerOutput.OpenFollow open)
    {
        call?.Close();
        var request = new FollowRequest { Generation = open.Generation, AfterSize = open.AfterSize };
        var made = call = new FollowCall(World, run.Node.Index, peerIndex, open.Connection, Give);
        call.Open(accepting => Accept(accepting, request));
        if (!World.IsHealed && World.Chance.PerMille(World.Plan.DuplicatePerMille))
        {
            made.Open(accepting => Accept(accepting, request));
        }
    }

    private void Accept(FollowCall accepting, FollowRequest request)
    {
        if (World.NodeOf(peer) is not { } server)
        {
            World.Checks.Adversary!.Serve(run.Node.Participant, request, accepting);
        }
        else if (server.Run is { } serving)
        {
            serving.Serve(run.Node.Participant, request, accepting);
        }
        else
        {
            accepting.ServerDied();
        }
    }

    private async Task StoreAsync(VerifiedBatch batch)
    {
        FollowerInput answer;
        try
        {
            answer = await storing.StoreAsync(batch, CancellationToken.None);
        }
        catch (PeerStreamNotOpenException)
        {
            answer = new FollowerInput.StoreRefused("NotOpen");
        }

        World.Trace.Add("stored", run.Node.Index, answer is FollowerInput.StoredConfirmed yes ? yes.Size : -1);
        Give(answer);
    }
}
