namespace CbmExchange.Domain.Contacts;

/// <summary>
/// An officer of this node recorded what came of reaching a contact by one of its channels. Stays in this node's own
/// log: no peer is told who was tried, how, or with what result.
/// </summary>
/// <param name="RecordId">The contact.</param>
/// <param name="Originator">Whose contact; an id alone could be taken by another participant's record.</param>
/// <param name="ChannelId">The channel tried.</param>
/// <param name="ChannelFingerprint">The channel as it read then: another number under the same id is not
/// verified.</param>
/// <param name="Method">Code of list verification-method.</param>
/// <param name="Result">Code of list check-result.</param>
/// <param name="TriedAt">When it was tried.</param>
/// <param name="Note">In the officer's words; null for none.</param>
/// <param name="Officer">Who recorded it.</param>
/// <param name="At">When it was recorded.</param>
[EventAlias("contact_verified")]
public sealed record ContactVerified(
    RecordId RecordId,
    ParticipantId Originator,
    string ChannelId,
    string ChannelFingerprint,
    string Method,
    string Result,
    DateTimeOffset TriedAt,
    string? Note,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;
