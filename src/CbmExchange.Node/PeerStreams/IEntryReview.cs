using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>What looks at each stored entry once more. Looking twice at an entry MUST be harmless.</summary>
internal interface IEntryReview
{
    /// <summary>Looks at one. MUST NOT wait for a peer.</summary>
    Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// The position before which nothing of this is left to do, when that is not simply "all that was seen".
    /// </summary>
    LogPosition? OldestUndone => null;
}
