using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Tells each admitted peer once, in our stream to it, of newer versions of our descriptor and of keys that are retired
/// or compromised. Who is admitted later is told too; what a peer has heard already changes nothing there. Nothing is
/// written before the heads are compared (decision 0014): after a restored backup the entries may be there already.
/// </summary>
internal sealed partial class OwnKeyAnnouncer(
    IEventStore store, SyncIdentity identity, PeerTable peers, HeadGate gate, TimeProvider time,
    ILogger<OwnKeyAnnouncer> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource everyoneTold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<ParticipantId> told = [];
    private readonly FollowerStore storing = new(store, time);
    private Task running = Task.CompletedTask;

    /// <summary>
    /// Begins, and waits a moment until those are told whose heads are compared at once: what is released with a new
    /// key then stands behind the entry that brings the key.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (identity.News.IsEmpty)
        {
            return;
        }

        running = Task.Run(RunAsync, CancellationToken.None);
        await Task.WhenAny(
            everyoneTold.Task, Task.Delay(PeerStreamLimits.AnnouncementWaitMax, time, cancellationToken))
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Stopped with the background work, and once more by the container that made it.
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var (seats, phases) = (peers.Changed, gate.Changed);
            try
            {
                await TellAsync().ConfigureAwait(false);
            }
            catch (Exception fault) when (StoreFaults.IsUnavailable(fault))
            {
                LostStore(log);
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            await Task.WhenAny(seats, phases, Task.Delay(PeerStreamLimits.RestartPause, time, pause.Token))
                .ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task TellAsync()
    {
        var all = peers.All.Where(seat => seat.Participant != identity.Participant).ToList();
        foreach (var peer in all.Select(seat => seat.Participant).Where(gate.IsAllowed).Except(told).ToList())
        {
            await TellAsync(peer).ConfigureAwait(false);
            told.Add(peer);
        }

        if (all.TrueForAll(seat => told.Contains(seat.Participant) || !seat.IsActiveAt(time.GetUtcNow())))
        {
            everyoneTold.TrySetResult();
        }
    }

    private async Task TellAsync(ParticipantId peer)
    {
        foreach (var news in identity.News)
        {
            var ours = await store.PeerStreams.NewestAsync(identity.Participant, peer, stopping.Token)
                .ConfigureAwait(false);
            var announced = new OwnKeyAnnounced(
                peer, news.DescriptorVersion, news.Key.Hex, news.Change, time.GetUtcNow());
            var isNew = await storing.DemandAsync(
                new AppendRequest
                {
                    CommandId = PeerEventStreams.CommandId(
                        "own-key", identity.Participant.Value, peer.Value, $"{news.DescriptorVersion}", news.Change,
                        news.Key.Hex),
                    Streams = [new StreamAppend(PeerEventStreams.Of(peer), null, [announced])],
                    PeerEntries = [new PeerAppend(ours, [news.Entry()])],
                },
                stopping.Token).ConfigureAwait(false);
            if (isNew)
            {
                Told(log, peer.Value, news.DescriptorVersion, news.Change, news.Key.Hex);
            }
        }
    }

    [LoggerMessage(PeerStreamEventIds.OwnKeyTold, LogLevel.Information,
        "Told {Peer} of version {Version} of our descriptor: key {Change}, {Key}.")]
    private static partial void Told(ILogger log, string peer, int version, string change, string key);

    [LoggerMessage(PeerStreamEventIds.AnnouncerLostStore, LogLevel.Warning,
        "The store does not answer; peers are told of our keys when it does.")]
    private static partial void LostStore(ILogger log);
}
