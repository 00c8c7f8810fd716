using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Node.Tables;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Compares our heads with those that peers hold, for each peer by itself, before anything is signed (design D8). On
/// an orderly stop it writes down how far each stream was.
/// </summary>
internal sealed partial class HeadChecks(PeerTable peers, HeadGate gate, StoppedHeads stopped, FollowerParts parts)
    : IAsyncDisposable
{
    private readonly Dictionary<ParticipantId, Task> running = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger log = parts.Logs.CreateLogger<HeadChecks>();
    private ImmutableHashSet<ParticipantId> knownAtStart = [];
    private Task supervising = Task.CompletedTask;

    /// <summary>Takes what the last stop wrote and begins; call it when the table of peers is complete.</summary>
    public void Start()
    {
        stopped.Take();
        knownAtStart = [.. peers.All.Select(peer => peer.Participant)];
        var now = parts.Time.GetUtcNow();

        // Before the doors open: no command may come in between.
        foreach (var peer in peers.All.Where(peer => peer.IsActiveAt(now)))
        {
            gate.Report(peer.Participant, HeadCheckPhase.Asking, 0);
        }

        supervising = Task.Run(SuperviseAsync, CancellationToken.None);
    }

    /// <summary>Stops, and writes down the size of each stream that was allowed to be signed.</summary>
    public async ValueTask DisposeAsync()
    {
        // Stopped by the exchange in its order, and once more by the container that made it.
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await WriteDownAsync().ConfigureAwait(false);
        }
        catch (Exception away) when (StoreFaults.IsUnavailable(away))
        {
            // As after a crash: nothing is written, and the next start asks each peer (decision 0014).
            NotWrittenDown(log);
        }

        stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var changed = peers.Changed;
            var now = parts.Time.GetUtcNow();
            foreach (var peer in peers.All.Where(peer => peer.IsActiveAt(now)))
            {
                if (!running.TryGetValue(peer.Participant, out var check) || check.IsFaulted)
                {
                    running[peer.Participant] = Task.Run(() => RunAsync(peer.Participant), CancellationToken.None);
                }
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            await Task.WhenAny(changed, Task.Delay(PeerStreamLimits.RestartPause, parts.Time, pause.Token))
                .ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task RunAsync(ParticipantId peer)
    {
        var cancellationToken = stopping.Token;
        var stream = await parts.Store.PeerStreams.NewestAsync(parts.Identity.Participant, peer, cancellationToken)
            .ConfigureAwait(false);
        var range = await parts.Store.PeerStreams.RangeAsync(stream, cancellationToken).ConfigureAwait(false);

        // A peer that was admitted in this run was never served before it: nothing of ours was signed for it.
        var marker = knownAtStart.Contains(peer) ? stopped.Of(peer) : new StoppedHead(stream.Generation, 0);
        var (state, output) = StartupHeadCheck.Begin(stream.Generation, range.Size, marker, parts.Time.GetUtcNow());
        while (state.Phase != HeadCheckPhase.Allowed)
        {
            gate.Report(peer, state.Phase, state.HeldGeneration);
            var input = await CarryAsync(peer, state, output, cancellationToken).ConfigureAwait(false);
            (state, output) = StartupHeadCheck.Step(state, input, parts.Time.GetUtcNow());
            Tell(peer, output);
        }

        gate.Report(peer, HeadCheckPhase.Allowed, state.HeldGeneration);
        Allowed(log, peer.Value, state.Size);
    }

    private async Task<HeadCheckInput> CarryAsync(
        ParticipantId peer, HeadCheckState state, HeadCheckOutput? output, CancellationToken cancellationToken)
    {
        if (output is HeadCheckOutput.AskHeldHead or HeadCheckOutput.TakeBack && peers.Find(peer) is { } seat)
        {
            using var question = new HeadQuestion(seat, parts);
            return output is HeadCheckOutput.TakeBack back
                ? await question.TakeBackAsync(back, cancellationToken).ConfigureAwait(false)
                : await question.AskAsync(state.Generation, cancellationToken).ConfigureAwait(false);
        }

        if (await IsHeardAsync(peer, cancellationToken).ConfigureAwait(false))
        {
            return new HeadCheckInput.PeerHeard();
        }

        var newest = await parts.Store.PeerStreams.NewestAsync(parts.Identity.Participant, peer, cancellationToken)
            .ConfigureAwait(false);
        return newest.Generation > state.Generation
            ? new HeadCheckInput.GenerationOpened(newest.Generation)
            : new HeadCheckInput.TimePassed();
    }

    private async Task<bool> IsHeardAsync(ParticipantId peer, CancellationToken cancellationToken)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(ParticipantId caller)
        {
            if (caller == peer)
            {
                heard.TrySetResult();
            }
        }

        parts.Signs.OnHeard += Hear;
        try
        {
            await heard.Task.WaitAsync(PeerStreamLimits.Tick, parts.Time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            parts.Signs.OnHeard -= Hear;
        }
    }

    private void Tell(ParticipantId peer, HeadCheckOutput? output)
    {
        switch (output)
        {
            case HeadCheckOutput.TakeBack back:
                TakingBack(log, peer.Value, back.FromSize, back.ToSize);
                break;
            case HeadCheckOutput.NeedNewGeneration need:
                GenerationNeeded(log, peer.Value, need.Reason);
                break;
        }
    }

    private async Task WriteDownAsync()
    {
        var heads = new Dictionary<ParticipantId, StoppedHead>();
        foreach (var (peer, _) in gate.Phases.Where(pair => pair.Value == HeadCheckPhase.Allowed))
        {
            var streams = parts.Store.PeerStreams;
            var stream = await streams.NewestAsync(parts.Identity.Participant, peer, CancellationToken.None)
                .ConfigureAwait(false);
            var range = await streams.RangeAsync(stream, CancellationToken.None).ConfigureAwait(false);
            heads[peer] = new StoppedHead(stream.Generation, range.Size);
        }

        stopped.Write(heads);
    }
}
