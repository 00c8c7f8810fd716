using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Which stored entries of peers were put aside: exercise traffic that this node does not take part in. Nothing answers
/// them, neither a receipt nor a fetch of what they name.
/// </summary>
internal interface IAsideEntries
{
    /// <summary>Decided once for each entry, and never otherwise later.</summary>
    /// <exception cref="Store.StoreUnavailableException">It is not decided yet; ask again.</exception>
    Task<bool> IsAsideAsync(
        ReviewedEntry entry, VerifiedStatement statement, CancellationToken cancellationToken);
}
