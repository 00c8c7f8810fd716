using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;

namespace CbmExchange.Store.Records;

/// <summary>An entry of a peer as the projection meets it: verified and stored before.</summary>
/// <param name="Originator">Whose stream.</param>
/// <param name="Generation">Of the stream.</param>
/// <param name="Index">Its place in the stream.</param>
/// <param name="Position">Position of the event that shows it: that stored it, or brought the key it waited
/// for.</param>
/// <param name="StoredAt">When it was stored here.</param>
/// <param name="Body">The entry.</param>
internal sealed record HeldEntry(
    ParticipantId Originator, int Generation, long Index, long Position, DateTimeOffset StoredAt, PeerEntry Body)
{
    /// <summary>
    /// Its place within what the event changed: the index, unless it is opened later than it was stored.
    /// </summary>
    public long Ordinal { get; init; } = Index;

    /// <summary>The moment, from the log, at which a key must have begun to be valid.</summary>
    public DateTimeOffset JudgedAt { get; init; } = StoredAt;
}
