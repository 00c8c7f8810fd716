using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Running;
using CbmExchange.Simulation.World;
using CbmExchange.Store;
using CbmExchange.Sync.Serving;
using Google.Protobuf;

namespace CbmExchange.Simulation.Nodes;

/// <summary>Carries out what a <see cref="ServingMachine"/> asks for, as Node's ServingCall does.</summary>
internal sealed class ServingDriver
{
    private static readonly PeerPageLimit PageLimit = new(
        EnvelopeLimits.BatchEntriesMax, EnvelopeLimits.BatchBytesMax - PeerStreamLimits.BatchFramingBytes);

    private readonly NodeRun run;
    private readonly ParticipantId peer;
    private readonly PeerStreamId stream;
    private readonly int pageMax;
    private ServingState state = ServingState.Start;
    private long headSize;

    public ServingDriver(NodeRun run, ParticipantId peer, FollowCall call)
    {
        (this.run, this.peer, Call) = (run, peer, call);
        stream = run.Node.Disk.Newest(run.Node.Participant, peer);
        call.OnHungUp = End;

        // Small pages now and then: where a batch ends MUST make no difference.
        pageMax = run.World.Chance.OneIn(2) ? 1 + run.World.Chance.Below(4) : EnvelopeLimits.BatchEntriesMax;
    }

    public FollowCall Call { get; }

    private SimulatedWorld World => run.World;

    private long Size => run.Node.Disk.Find(stream)?.Entries.Count ?? 0;

    public void Begin(FollowRequest request)
    {
        headSize = Size;
        Give(new ServingInput.FollowRequested(request.Generation, request.AfterSize, stream.Generation, headSize));
        Tick();
    }

    /// <summary>The stream grew.</summary>
    public void Hint() => Give(new ServingInput.AppendSignalled(Size));

    public void Give(ServingInput input)
    {
        if (!run.IsAlive || state.Phase == ServingPhase.Ended)
        {
            return;
        }

        Carry(Step(input));
    }

    private void Tick()
    {
        if (state.Phase == ServingPhase.Ended || !run.IsAlive)
        {
            return;
        }

        World.Queue.After(PeerStreamLimits.Tick, Tick);
        Hint();
        Give(run.Node.Disk.Newest(run.Node.Participant, peer).Generation > stream.Generation
            ? new ServingInput.NewerGeneration()
            : new ServingInput.TimePassed());
    }

    private ServingOutput? Step(ServingInput input)
    {
        var step = ServingMachine.Step(state, input, run.Node.Clock.GetUtcNow());
        state = step.State;
        return step.Output;
    }

    private void Carry(ServingOutput? output)
    {
        while (output is ServingOutput.ReadPage read)
        {
            output = Step(new ServingInput.PageRead([.. Page(read.AfterSize).Select(StoredPages.Seal)]));
        }

        switch (output)
        {
            case ServingOutput.SendBatch send:
                var batch = new EntryBatch { Generation = stream.Generation, FirstIndex = send.FirstIndex };
                batch.Entries.AddRange(send.Entries);
                batch.Checkpoint = Sign(send.FirstIndex + send.Entries.Length);
                Send(new FollowResponse { Batch = batch });
                break;
            case ServingOutput.SendCaughtUp send:
                Send(new FollowResponse { CaughtUp = new CaughtUp { Checkpoint = Sign(send.Size) } });
                break;
            case ServingOutput.SendHeartbeat send:
                Send(new FollowResponse { Heartbeat = new Heartbeat { Checkpoint = Sign(send.Size) } });
                break;
            case ServingOutput.End end:
                run.Served(peer, this);
                Call.Finish(PeerRefusals.Of(
                    end.Reason, headSize, run.Node.Disk.Newest(run.Node.Participant, peer).Generation));
                break;
        }
    }

    private IEnumerable<StoredPeerEntry> Page(long after)
    {
        var source = stream;
        if (World.Plan.Canary == Canary.ServesAnotherStream)
        {
            var other = World.Participants.First(one => one != peer && one != stream.Originator);
            source = stream with { Recipient = other };
        }

        var page = run.Store.ReadAsync(source, new(after), PageLimit with { CountMax = pageMax }).Result;
        return StoredPages.Cut(page);
    }

    private ByteString Sign(long size)
    {
        var edge = size == 0 ? CompactRange.Empty : run.Node.Disk.Find(stream)!.Edges[(int)size];
        World.Checks.Heads.Signing(run.Node, stream, edge);
        return UnsafeByteOperations.UnsafeWrap(
            StreamHeads.Sign(stream, edge, run.Node.Clock.GetUtcNow(), run.Node.Keys.Checkpoint));
    }

    private void Send(FollowResponse message)
    {
        World.Checks.Disclosure.Sent(run.Node, peer, message);
        World.Trace.Add("send", run.Node.Index, state.Sent, World.Plan.UsesRealKeys ? [] : Bytes(message));
        Call.Send(message, () => Give(new ServingInput.SentConfirmed()));
    }

    private static ReadOnlySpan<byte> Bytes(FollowResponse message) => message.EventCase switch
    {
        FollowResponse.EventOneofCase.Batch => message.Batch.Checkpoint.Span,
        FollowResponse.EventOneofCase.CaughtUp => message.CaughtUp.Checkpoint.Span,
        _ => message.Heartbeat.Checkpoint.Span,
    };

    private void End()
    {
        state = state with { Phase = ServingPhase.Ended };
        run.Served(peer, this);
    }
}
