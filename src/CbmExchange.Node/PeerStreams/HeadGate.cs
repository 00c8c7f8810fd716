using System.Collections.Concurrent;
using CbmExchange.Domain;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Holds back what is written and signed to a peer until the comparison after a start allows it (decision 0014).
/// </summary>
internal sealed class HeadGate
{
    private readonly ConcurrentDictionary<ParticipantId, TaskCompletionSource> allowed = [];
    private readonly ConcurrentDictionary<ParticipantId, HeadCheckPhase> phases = [];
    private readonly ConcurrentDictionary<ParticipantId, int> heldGenerations = [];

    // The last question had no answer; a line that breaks while entries come back is no such thing.
    private readonly ConcurrentDictionary<ParticipantId, bool> foundSilent = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Where the comparison with each peer stands, for the status page.</summary>
    public IReadOnlyDictionary<ParticipantId, HeadCheckPhase> Phases => phases;

    /// <summary>True when heads to this peer may be signed.</summary>
    public bool IsAllowed(ParticipantId peer) => Of(peer).Task.IsCompletedSuccessfully;

    /// <summary>Completes when heads to this peer may be signed.</summary>
    public Task WaitAsync(ParticipantId peer, CancellationToken cancellationToken) =>
        Of(peer).Task.WaitAsync(cancellationToken);

    /// <summary>
    /// True when the peer may be followed, and what it sent be answered in our stream to it (decision 0014).
    /// </summary>
    public bool IsSettled(ParticipantId peer) =>
        phases.TryGetValue(peer, out var phase) && phase is HeadCheckPhase.Allowed or HeadCheckPhase.NeedsGeneration;

    /// <summary>
    /// True when an officer's command may write into our stream to the peer: it was asked, and said what it holds or
    /// was found silent. False again while it gives back what we lack, until that is whole or it is found silent once
    /// more: nobody who is away may stop what is for others.
    /// </summary>
    public bool TakesCommands(ParticipantId peer) =>
        !phases.ContainsKey(peer) || IsSettled(peer) || foundSilent.GetValueOrDefault(peer);

    /// <summary>Waits a moment until commands may write to all of these; says whether they may.</summary>
    public async Task<bool> WaitForCommandsAsync(
        IReadOnlyCollection<ParticipantId> recipients, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(PeerStreamLimits.CommandWaitMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        while (true)
        {
            var next = Changed;
            if (recipients.All(TakesCommands))
            {
                return true;
            }

            await next.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
            {
                return recipients.All(TakesCommands);
            }
        }
    }

    /// <summary>Completes at the next report. Take it before reading.</summary>
    public Task Changed => changed.Task;

    /// <summary>The latest generation of our stream that the peer proved to hold; 0 when none is known.</summary>
    public int HeldGeneration(ParticipantId peer) => heldGenerations.GetValueOrDefault(peer);

    /// <summary>Writes down where the comparison stands, and lets through when it is done.</summary>
    public void Report(ParticipantId peer, HeadCheckPhase phase, int heldGeneration)
    {
        heldGenerations[peer] = heldGeneration;
        var before = phases.GetValueOrDefault(peer);
        if ((before, phase) is (HeadCheckPhase.Asking, HeadCheckPhase.Unproven))
        {
            foundSilent[peer] = true;
        }
        else if (phase == HeadCheckPhase.TakingBack)
        {
            foundSilent[peer] = false;
        }

        phases[peer] = phase;
        Interlocked.Exchange(ref changed, NewSignal()).TrySetResult();
        if (phase == HeadCheckPhase.Allowed)
        {
            Of(peer).TrySetResult();
        }
    }

    private TaskCompletionSource Of(ParticipantId peer) =>
        allowed.GetOrAdd(peer, _ => NewSignal());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
