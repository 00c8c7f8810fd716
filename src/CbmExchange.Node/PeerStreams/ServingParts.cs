using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>What every serving call uses.</summary>
/// <param name="Store">The store.</param>
/// <param name="Waker">Says when a stream grew.</param>
/// <param name="Fetched">Remembers what each peer fetched.</param>
/// <param name="Identity">Signs.</param>
/// <param name="Time">The clock.</param>
internal sealed record ServingParts(
    IEventStore Store, PeerStreamWaker Waker, FetchedMarks Fetched, SyncIdentity Identity, TimeProvider Time);
