using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Simulation.Network;
using CbmExchange.Simulation.Running;
using CbmExchange.Simulation.World;
using CbmExchange.Store;
using CbmExchange.Sync;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Simulation.Nodes;

/// <summary>The comparison with one peer after a start, as Node's HeadChecks does it.</summary>
internal sealed class HeadCheckDriver(NodeRun run, ParticipantId peer, StoppedHead? stopped)
{
    private readonly HeadComparison comparison = new(run.Store, run.Identity, run.Node.Clock);
    private readonly List<Action<bool>> waiting = [];
    private readonly int index = SimulatedWorld.IndexOf(peer);
    private HeadCheckState? state;
    private int wait;

    public bool IsAllowed => state?.Phase == HeadCheckPhase.Allowed;

    public bool NeedsGeneration => state?.Phase == HeadCheckPhase.NeedsGeneration;

    /// <summary>The latest generation that the peer proved to hold; 0 when none is known.</summary>
    public int HeldGeneration => state?.HeldGeneration ?? 0;

    private SimulatedWorld World => run.World;

    public void Begin()
    {
        var stream = run.Node.Disk.Newest(run.Node.Participant, peer);
        var range = run.Node.Disk.Find(stream)?.Edge ?? CompactRange.Empty;
        var marker = World.Plan.Canary == Canary.SkipsHeadCheck
            ? new StoppedHead(stream.Generation, 0)
            : stopped;
        var step = StartupHeadCheck.Begin(stream.Generation, range.Size, marker, run.Node.Clock.GetUtcNow());
        if (World.Plan.Canary == Canary.SkipsHeadCheck)
        {
            World.Checks.Heads.Asked(run.Node, peer);
            step = StartupHeadCheck.Step(
                step.State, new HeadCheckInput.PeerHoldsNothing(), run.Node.Clock.GetUtcNow());
        }

        Follow(step);
    }

    /// <summary>The peer called us.</summary>
    public void Heard()
    {
        if (wait != 0)
        {
            wait = 0;
            Give(new HeadCheckInput.PeerHeard());
        }
    }

    /// <summary>Says within <see cref="SyncLimits.HeadGateMax"/> whether heads may be signed.</summary>
    public void WhenAllowed(Action<bool> answer)
    {
        if (IsAllowed)
        {
            answer(true);
            return;
        }

        waiting.Add(answer);
        World.Queue.After(SyncLimits.HeadGateMax, () =>
        {
            if (waiting.Remove(answer))
            {
                answer(false);
            }
        });
    }

    private void Give(HeadCheckInput input)
    {
        if (run.Works && !IsAllowed)
        {
            Follow(StartupHeadCheck.Step(state!, input, run.Node.Clock.GetUtcNow()));
        }
    }

    private void Follow(HeadCheckStep step)
    {
        state = step.State;
        run.Report(peer, state.Phase);
        if (IsAllowed)
        {
            var all = waiting.ToList();
            waiting.Clear();
            all.ForEach(answer => answer(true));
            return;
        }

        switch (step.Output)
        {
            case HeadCheckOutput.AskHeldHead:
                World.Lines.Ask(run.Node.Index, index, ServeHeldHead, PeerStreamLimits.UnaryMax, Judge);
                break;
            case HeadCheckOutput.TakeBack back:
                World.Lines.Ask(
                    run.Node.Index, index, () => ServeTakeBack(back), PeerStreamLimits.TransferIdleMax,
                    batches => World.Run(() => TakeBackAsync(back, batches)));
                break;
            default:
                Wait();
                break;
        }
    }

    private void Wait()
    {
        var mine = wait = World.Chance.Below(int.MaxValue - 1) + 1;
        World.Queue.After(PeerStreamLimits.Tick, () =>
        {
            if (wait != mine)
            {
                return;
            }

            wait = 0;
            var newest = run.Node.Disk.Newest(run.Node.Participant, peer);
            Give(newest.Generation > state!.Generation
                ? new HeadCheckInput.GenerationOpened(newest.Generation)
                : new HeadCheckInput.TimePassed());
        });
    }

    private HeldHeadResponse? ServeHeldHead()
    {
        if (World.NodeOf(peer) is not { } asked)
        {
            return World.Checks.Adversary!.HeldHead(run.Node.Participant);
        }

        if (asked.Run is not { Works: true } serving)
        {
            return null;
        }

        serving.Heard(run.Node.Participant);
        var head = asked.Disk.Find(asked.Disk.Newest(run.Node.Participant, peer))?.Head;
        return new HeldHeadResponse
        {
            Checkpoint = Google.Protobuf.ByteString.CopyFrom(head is null ? [] : head.Checkpoint.Span),
        };
    }

    private void Judge(HeldHeadResponse? answer)
    {
        if (!run.Works)
        {
            return;
        }

        World.Checks.Heads.Asked(run.Node, peer);
        if (answer is null)
        {
            Give(new HeadCheckInput.PeerSilent());
            return;
        }

        World.Run(async () =>
        {
            var own = new PeerStreamId(run.Node.Participant, peer, state!.Generation);
            Give(await comparison.JudgeAsync(own, answer.Checkpoint.Memory, CancellationToken.None));
        });
    }

    private List<EntryBatch>? ServeTakeBack(HeadCheckOutput.TakeBack back)
    {
        if (World.NodeOf(peer) is not { } asked)
        {
            return World.Checks.Adversary!.TakeBack();
        }

        if (asked.Run is not { Works: true } serving)
        {
            return null;
        }

        serving.Heard(run.Node.Participant);
        try
        {
            return HeldBatches.ReadAsync(
                serving.Store, new(run.Node.Participant, peer, back.Generation), back.FromSize, CancellationToken.None)
                .ToBlockingEnumerable().ToList();
        }
        catch (Grpc.Core.RpcException)
        {
            return null;
        }
    }

    private async Task TakeBackAsync(HeadCheckOutput.TakeBack back, List<EntryBatch>? batches)
    {
        if (!run.Works)
        {
            return;
        }

        var stream = new PeerStreamId(run.Node.Participant, peer, back.Generation);
        var range = await run.Store.EdgeAsync(stream, new(back.FromSize));
        foreach (var batch in batches ?? [])
        {
            // The line can break between any two batches.
            if (!run.Works || World.Lines.Breaks())
            {
                batches = null;
                break;
            }

            try
            {
                if (await comparison.StoreAsync(stream, range, batch, CancellationToken.None) is not { } grown)
                {
                    Give(new HeadCheckInput.TakeBackFailed());
                    return;
                }

                range = grown;
            }
            catch (StoreUnavailableException)
            {
                World.Queue.After(PeerStreamLimits.RestartPause, Again);
                return;
            }
        }

        World.Trace.Add("taken-back", run.Node.Index, range.Size);
        Give(batches is null ? new HeadCheckInput.TakeBackInterrupted(range.Size)
            : range.Size >= back.ToSize ? new HeadCheckInput.TakenBack(range.Size)
            : new HeadCheckInput.TakeBackFailed());
    }

    private void Again()
    {
        if (run.Works)
        {
            Begin();
        }
    }
}
