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
        AttachmentFetcher attachments)
{
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
