namespace CbmExchange.Domain.Peers;

/// <summary>
/// The end that a held record states has passed, as this node noticed: nobody sent anything. It gives the end a place
/// in the feed, so that whoever reads on from a token learns of it once.
/// </summary>
/// <param name="Originator">Whose record it is.</param>
/// <param name="Record">Which.</param>
/// <param name="ContentHash">The version that ended; a later one may end later.</param>
/// <param name="EndedAt">As it states it.</param>
/// <param name="At">When this node noticed.</param>
[EventAlias("held_record_expired")]
public sealed record HeldRecordExpired(
    ParticipantId Originator, RecordId Record, ContentHash ContentHash, DateTimeOffset EndedAt, DateTimeOffset At)
    : IEvent;
