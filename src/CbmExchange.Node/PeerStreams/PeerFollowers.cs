using System.Security.Cryptography;
using CbmExchange.Domain;
using CbmExchange.Sync;
using CbmExchange.Sync.Following;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Keeps one follower per admitted, active peer: starts, stops and renews them as the table of peers changes. A failed
/// follower is made anew; none waits for another.
/// </summary>
internal sealed partial class PeerFollowers(
    PeerTable peers, HeadGate gate, FollowerParts parts, ILogger<PeerFollowers> log) : IAsyncDisposable
{
    private readonly Dictionary<ParticipantId, (PeerSeat Seat, PeerFollower Follower)> followers = [];
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Begins to follow all active peers.</summary>
    public void Start() => running = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Stops all followers; what is being stored is waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        // Stopped by the exchange in its order, and once more by the container that made it.
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(followers.Values.Select(one => one.Follower.DisposeAsync().AsTask())).ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var (changed, settled) = (peers.Changed, gate.Changed);
            await ReconcileAsync(stopping.Token).ConfigureAwait(false);
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            await Task.WhenAny(
                changed, settled, Task.Delay(PeerStreamLimits.RestartPause, parts.Time, pause.Token))
                    .ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var now = parts.Time.GetUtcNow();
        var active = peers.All.Where(seat => seat.IsActiveAt(now) && seat.Participant != parts.Identity.Participant)
            .ToList();
        if (active.Count > SyncLimits.PeersMax)
        {
            PeersMaxReached(log, active.Count);
        }

        var wanted = active.Take(SyncLimits.PeersMax).Where(seat => gate.IsSettled(seat.Participant))
            .ToDictionary(seat => seat.Participant);
        foreach (var (id, held) in followers.ToList())
        {
            if (!wanted.TryGetValue(id, out var seat) || held.Follower.HasFailed || MustReconnect(held.Seat, seat))
            {
                followers.Remove(id);
                await held.Follower.DisposeAsync().ConfigureAwait(false);
            }
            else if (!ReferenceEquals(held.Seat, seat))
            {
                await TellAsync(held.Seat, seat, held.Follower, cancellationToken).ConfigureAwait(false);
                followers[id] = (seat, held.Follower);
            }
        }

        foreach (var (id, seat) in wanted)
        {
            if (!followers.ContainsKey(id))
            {
                followers[id] = (seat, new PeerFollower(seat, parts));
            }
        }
    }

    // Where and under which root the peer is reached stands in its descriptor.
    private static bool MustReconnect(PeerSeat before, PeerSeat after) =>
        !CryptographicOperations.FixedTimeEquals(before.Descriptor.Sha256.Span, after.Descriptor.Sha256.Span);

    private static async Task TellAsync(
        PeerSeat before, PeerSeat after, PeerFollower follower, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(before.Keys, after.Keys))
        {
            await follower.GiveAsync(new FollowerInput.KeysChanged(after.Keys), cancellationToken)
                .ConfigureAwait(false);
        }

        if (before.FaultReleases != after.FaultReleases)
        {
            await follower.GiveAsync(new FollowerInput.FaultReleased(), cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(PeerStreamEventIds.PeersMaxReached, LogLevel.Error,
        "{Count} peers are admitted; only the first 250 are followed.")]
    private static partial void PeersMaxReached(ILogger log, int count);
}
