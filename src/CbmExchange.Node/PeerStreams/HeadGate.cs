using System.Collections.Concurrent;
using CbmExchange.Domain;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Holds back the signing of heads to a peer until the comparison after a start allows it (decision 0014).
/// </summary>
internal sealed class HeadGate
{
    private readonly ConcurrentDictionary<ParticipantId, TaskCompletionSource> allowed = [];
    private readonly ConcurrentDictionary<ParticipantId, HeadCheckPhase> phases = [];
    private readonly ConcurrentDictionary<ParticipantId, int> heldGenerations = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Where the comparison with each peer stands, for the status page.</summary>
    public IReadOnlyDictionary<ParticipantId, HeadCheckPhase> Phases => phases;

    /// <summary>True when heads to this peer may be signed.</summary>
    public bool IsAllowed(ParticipantId peer) => Of(peer).Task.IsCompletedSuccessfully;

    /// <summary>Completes when heads to this peer may be signed.</summary>
    public Task WaitAsync(ParticipantId peer, CancellationToken cancellationToken) =>
        Of(peer).Task.WaitAsync(cancellationToken);

    /// <summary>True when the peer may be followed: what it sends may make us write entries (decision 0014).</summary>
    public bool IsSettled(ParticipantId peer) =>
        phases.TryGetValue(peer, out var phase) && phase is HeadCheckPhase.Allowed or HeadCheckPhase.NeedsGeneration;

    /// <summary>Completes at the next report. Take it before reading.</summary>
    public Task Changed => changed.Task;

    /// <summary>The latest generation of our stream that the peer proved to hold; 0 when none is known.</summary>
    public int HeldGeneration(ParticipantId peer) => heldGenerations.GetValueOrDefault(peer);

    /// <summary>Writes down where the comparison stands, and lets through when it is done.</summary>
    public void Report(ParticipantId peer, HeadCheckPhase phase, int heldGeneration)
    {
        heldGenerations[peer] = heldGeneration;
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
