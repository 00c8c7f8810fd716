using System.Collections.Immutable;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>The message of another participant that a reply answers.</summary>
/// <param name="RecordId">The message.</param>
/// <param name="ContentHash">The version held.</param>
/// <param name="Originator">Who wrote it: the only audience of the reply.</param>
public sealed record ReplyTarget(RecordId RecordId, ContentHash ContentHash, ParticipantId Originator);

/// <summary>One SD-JWT disclosure of a signed version.</summary>
/// <param name="Path">What it discloses.</param>
/// <param name="Encoded">The base64url string (RFC 9901 §4.2). Personal data when <paramref name="Path"/> is.</param>
public sealed record ClaimDisclosure(ClaimPath Path, string Encoded);

/// <summary>A record was begun, as version 1.</summary>
[EventAlias("record_drafted")]
public sealed record RecordDrafted(
    RecordHeader Header,
    int Version,
    RecordContent Content,
    ReplyTarget? InReplyTo,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>The working version now reads so. Its number is new when the version before was cleared.</summary>
[EventAlias("record_revised")]
public sealed record RecordRevised(
    RecordHeader Header,
    int Version,
    RecordContent Content,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>The working version was handed to the releasing authority.</summary>
[EventAlias("record_submitted")]
public sealed record RecordSubmitted(RecordId RecordId, int Version, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>The releasing authority gave it back.</summary>
[EventAlias("record_returned")]
public sealed record RecordReturned(RecordId RecordId, int Version, string Reason, OfficerId Officer, DateTimeOffset At)
    : IEvent;

/// <summary>A version was approved by a second person and signed once (design D4).</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Version">Stays home.</param>
/// <param name="ContentHash">SHA-256 of <paramref name="Statement"/>.</param>
/// <param name="Statement">The issuer-signed JWT.</param>
/// <param name="Disclosures">All disclosures; those of persons are personal data.</param>
/// <param name="Officer">Who cleared.</param>
/// <param name="At">When.</param>
[EventAlias("record_cleared")]
public sealed record RecordCleared(
    RecordId RecordId,
    int Version,
    ContentHash ContentHash,
    string Statement,
    ImmutableArray<ClaimDisclosure> Disclosures,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>A version may go to an audience: the decision, and what it meant for each recipient.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Version">Stays home.</param>
/// <param name="ContentHash">The version, as peers see it.</param>
/// <param name="Grants">The decision as given.</param>
/// <param name="Bodies">What each body meant at <paramref name="At"/>.</param>
/// <param name="Recipients">One peer entry each; a recipient for whom nothing changed is not among them.</param>
/// <param name="Correction">Set when the version puts right what an earlier one said.</param>
/// <param name="InfrastructureOverrideReason">Why infrastructureObservedIn goes to others than those named in
/// it.</param>
/// <param name="Officer">Who released.</param>
/// <param name="At">When.</param>
[EventAlias("record_released")]
public sealed record RecordReleased(
    RecordId RecordId,
    int Version,
    ContentHash ContentHash,
    ImmutableArray<ReleaseGrant> Grants,
    ImmutableArray<BodyResolution> Bodies,
    ImmutableArray<RecipientRelease> Recipients,
    CorrectionReason? Correction,
    string? InfrastructureOverrideReason,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent
{
    /// <summary>What the world is given; null when the release does not name it.</summary>
    public PublicRelease? Public { get; init; }

    /// <summary>What the officer said that the record quotes.</summary>
    public ImmutableArray<Quote> Quotes { get; init; } = [];

    /// <summary>
    /// True when no officer acted at this moment: <see cref="Officer"/> had decided before that it follows the
    /// membership of a body, and the membership changed.
    /// </summary>
    public bool IsFollowing { get; init; }
}

/// <summary>Later versions stop for these recipients, and they are asked to delete what they hold.</summary>
[EventAlias("release_narrowed")]
public sealed record ReleaseNarrowed(
    RecordId RecordId,
    ImmutableArray<RecipientRelease> Recipients,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>The originator no longer stands by the record; everyone who ever received it is told.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="ReasonClass">Code of list withdrawal-reason.</param>
/// <param name="Request">stop-using or stop-using-and-delete.</param>
/// <param name="Recipients">One peer entry each.</param>
/// <param name="Officer">Who withdrew.</param>
/// <param name="At">When.</param>
[EventAlias("record_withdrawn")]
public sealed record RecordWithdrawn(
    RecordId RecordId,
    string ReasonClass,
    string Request,
    ImmutableArray<RecipientWithdrawal> Recipients,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>A working version will not be carried on. What was released before stands.</summary>
[EventAlias("record_abandoned")]
public sealed record RecordAbandoned(RecordId RecordId, int Version, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>A duty officer acted without a second person, as the rules for urgent messages allow.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Version">Stays home.</param>
/// <param name="Act">clear or release.</param>
/// <param name="Reason">In the officer's words.</param>
/// <param name="ReviewBy">When a releasing authority must have looked at it.</param>
/// <param name="Officer">Who acted.</param>
/// <param name="At">When.</param>
[EventAlias("break_glass_used")]
public sealed record BreakGlassUsed(
    RecordId RecordId,
    int Version,
    string Act,
    string Reason,
    DateTimeOffset ReviewBy,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>A releasing authority looked at a use of break-glass.</summary>
[EventAlias("break_glass_reviewed")]
public sealed record BreakGlassReviewed(
    RecordId RecordId,
    int Version,
    string Finding,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>What was wrong in an earlier version.</summary>
/// <param name="ReasonClass">typo, superseded-facts, misidentified, translation.</param>
/// <param name="WhatWasWrong">In the officer's words; everyone who is given the corrected version reads it.</param>
public sealed record CorrectionReason(string ReasonClass, string WhatWasWrong);
