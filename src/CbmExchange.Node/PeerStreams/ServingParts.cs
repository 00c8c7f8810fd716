using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>What every serving call uses.</summary>
/// <param name="Store">The store.</param>
/// <param name="Waker">Says when a stream grew.</param>
/// <param name="Identity">Signs.</param>
/// <param name="Time">The clock.</param>
internal sealed record ServingParts(IEventStore Store, PeerStreamWaker Waker, SyncIdentity Identity, TimeProvider Time);
