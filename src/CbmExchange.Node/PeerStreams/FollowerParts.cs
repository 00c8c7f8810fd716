using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>What every follower uses.</summary>
/// <param name="Store">The store.</param>
/// <param name="Identity">Who we are.</param>
/// <param name="Channels">The ways to peers.</param>
/// <param name="Board">Where each follower says how it stands.</param>
/// <param name="Signs">Says that a peer called us.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">Makes logs.</param>
internal sealed record FollowerParts(
    IEventStore Store, SyncIdentity Identity, PeerChannels Channels, FollowerBoard Board, PeerSigns Signs,
        TimeProvider Time, ILoggerFactory Logs);
