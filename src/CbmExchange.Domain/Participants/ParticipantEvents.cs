using System.Collections.Immutable;

namespace CbmExchange.Domain.Participants;

/// <summary>A name in one language.</summary>
/// <param name="Lang">BCP 47 tag.</param>
/// <param name="Text">The name as the instance follows it.</param>
public sealed record LocalName(string Lang, string Text);

/// <summary>
/// Where a State is reached that nominated nobody (domain.md §4.21: 7): its ministry's switchboard or its Permanent
/// Mission, as the instance's governing assembly entered it. Never a nomination.
/// </summary>
/// <param name="Office">E.g. "Permanent Mission, Vienna".</param>
/// <param name="Source">What the entry rests on.</param>
/// <param name="SourceDate">Date of the source; null when it has none.</param>
/// <param name="Phone">E.164; null when not stated.</param>
/// <param name="Email">Null when not stated.</param>
/// <param name="Website">Null when not stated.</param>
public sealed record OfficialContact(
    string Office, string Source, string? SourceDate = null, string? Phone = null, string? Email = null,
    string? Website = null);

/// <summary>
/// A participant was admitted to this instance, or its designation or status is now as stated here: the newest event
/// stands.
/// </summary>
/// <param name="Participant">Opaque id.</param>
/// <param name="Designator">Short sign used in reference numbers, e.g. "XA".</param>
/// <param name="Kind">Code of <see cref="ParticipantKinds"/>.</param>
/// <param name="Names">At least one.</param>
/// <param name="IsoAlpha2">ISO 3166-1 code as an attribute, never as a key.</param>
/// <param name="DesignationNote">Shown wherever the name is shown.</param>
/// <param name="Status">Code of <see cref="ParticipantStatuses"/>.</param>
/// <param name="Officer">Who entered it.</param>
/// <param name="At">When.</param>
[EventAlias("participant_admitted")]
public sealed record ParticipantAdmitted(
    ParticipantId Participant,
    string Designator,
    string Kind,
    ImmutableArray<LocalName> Names,
    string? IsoAlpha2,
    string? DesignationNote,
    string Status,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent
{
    /// <summary>Shown where the State nominated nobody; null when none was entered.</summary>
    public OfficialContact? FallbackContact { get; init; }
}

/// <summary>A body that can be named as an audience. The newest event for an id stands.</summary>
/// <param name="Body">Opaque id.</param>
/// <param name="Acronym">E.g. "XO".</param>
/// <param name="Names">At least one.</param>
/// <param name="MemberTerm">The body's word for a member: "participating State", "participant", "economy".</param>
/// <param name="Secretariat">The participant that is its secretariat, where it takes part.</param>
/// <param name="Officer">Who entered it.</param>
/// <param name="At">When.</param>
[EventAlias("body_defined")]
public sealed record BodyDefined(
    BodyId Body,
    string Acronym,
    ImmutableArray<LocalName> Names,
    string MemberTerm,
    ParticipantId? Secretariat,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>A dated relation between a participant and a body. Later events do not rewrite earlier periods.</summary>
/// <param name="Body">The body.</param>
/// <param name="Participant">The participant.</param>
/// <param name="Status">Code of <see cref="MembershipStatuses"/>.</param>
/// <param name="From">First instant at which the status holds.</param>
/// <param name="Until">First instant at which it no longer holds; null while open.</param>
/// <param name="SourceReference">What the entry rests on.</param>
/// <param name="Officer">Who entered it.</param>
/// <param name="At">When.</param>
[EventAlias("membership_changed")]
public sealed record MembershipChanged(
    BodyId Body,
    ParticipantId Participant,
    string Status,
    DateTimeOffset From,
    DateTimeOffset? Until,
    string? SourceReference,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;
