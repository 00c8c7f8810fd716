using CbmExchange.Domain;

namespace CbmExchange.Store.Feeds;

/// <summary>A held record that states an end, of which the feed does not tell yet.</summary>
/// <param name="Originator">Whose it is.</param>
/// <param name="Record">Which.</param>
/// <param name="ContentHash">The version held.</param>
/// <param name="EndsAt">As it states it; text of a peer.</param>
public sealed record EndedRow(ParticipantId Originator, RecordId Record, ContentHash ContentHash, string EndsAt);
