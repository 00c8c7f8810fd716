using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The background work of this folder in its order. Start: sizes of our streams, comparison of heads, followers,
/// review,
/// attachments. Stop: the opposite, so that nothing is taken in that would no longer be answered, and the heads that an
/// orderly stop writes down are the last thing. The table of peers MUST be complete before the start and the doors
/// closed before the stop.
/// </summary>
internal sealed class PeerExchange(
    PeerStreamWaker waker, HeadChecks heads, PeerFollowers followers, EntryReviewer reviewer,
        AttachmentFetcher attachments, PeerTable peers, IEventStore store, SyncIdentity identity)
{
    /// <summary>
    /// Opens what the log says was opened: a crash may have come between that event and the store. Repeating it is
    /// harmless; MUST be done before the start.
    /// </summary>
    public async Task OpenGenerationsAsync(CancellationToken cancellationToken)
    {
        foreach (var seat in peers.All.Where(seat => seat.OwnGeneration > 1))
        {
            await store.PeerStreams.OpenAsync(
                new(identity.Participant, seat.Participant, seat.OwnGeneration), cancellationToken)
                    .ConfigureAwait(false);
        }
    }

    /// <summary>Begins the exchange; its loops go on.</summary>
    public void Start()
    {
        waker.Start();
        heads.Start();
        followers.Start();
        reviewer.Start();
        attachments.Start();
    }

    /// <summary>Ends it.</summary>
    public async ValueTask StopAsync()
    {
        await attachments.DisposeAsync().ConfigureAwait(false);
        await followers.DisposeAsync().ConfigureAwait(false);
        await reviewer.DisposeAsync().ConfigureAwait(false);
        await heads.DisposeAsync().ConfigureAwait(false);
        await waker.DisposeAsync().ConfigureAwait(false);
    }
}
