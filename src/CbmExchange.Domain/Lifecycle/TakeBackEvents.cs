using System.Collections.Immutable;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// An own entry came back from its recipient after a backup was restored: what that recipient was given of a record
/// (decision 0022). It says all of it, since the record itself may not be here any more.
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="Header">As the statement in the entry has it.</param>
/// <param name="Recipient">In whose stream it stands, and who gave it back.</param>
/// <param name="Generation">Generation of that stream.</param>
/// <param name="Index">Its index there.</param>
/// <param name="Kind">Code of <see cref="EntryKinds"/>.</param>
/// <param name="ContentHash">The version.</param>
/// <param name="Content">What the recipient reads, as far as it gave it back; persons are personal data.</param>
/// <param name="Disclosed">SHA-256 of each disclosure that the entry gives, 64 lower-case hex digits: also of those
/// that did not come back.</param>
/// <param name="Disclosures">Those that tell of persons: personal data.</param>
/// <param name="Marking">How the recipient may use it.</param>
/// <param name="InReplyTo">The message of the recipient that it answers.</param>
/// <param name="ReleasedAt">When it was released, as the entry says.</param>
/// <param name="At">When it came back.</param>
/// <param name="NarrowedAt">When the recipient was taken out, where it only was corrected since.</param>
[EventAlias("release_taken_back")]
public sealed record ReleaseTakenBack(
    RecordId RecordId,
    RecordHeader Header,
    ParticipantId Recipient,
    int Generation,
    PeerSequence Index,
    string Kind,
    ContentHash ContentHash,
    RecordContent Content,
    ImmutableArray<string> Disclosed,
    ImmutableArray<ClaimDisclosure> Disclosures,
    Marking Marking,
    ReplyTarget? InReplyTo,
    DateTimeOffset ReleasedAt,
    DateTimeOffset At,
    DateTimeOffset? NarrowedAt = null
) : IEvent;

/// <summary>
/// An own entry came back from its recipient after a backup was restored: the release to it had been narrowed.
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="Recipient">In whose stream it stands, and who gave it back.</param>
/// <param name="Generation">Generation of that stream.</param>
/// <param name="Index">Its index there.</param>
/// <param name="NarrowedAt">When it was narrowed, as the entry says.</param>
/// <param name="At">When it came back.</param>
[EventAlias("narrowing_taken_back")]
public sealed record NarrowingTakenBack(
    RecordId RecordId,
    ParticipantId Recipient,
    int Generation,
    PeerSequence Index,
    DateTimeOffset NarrowedAt,
    DateTimeOffset At
) : IEvent;

/// <summary>
/// An own entry came back from its recipient after a backup was restored: the record was withdrawn, and this recipient
/// was told. Others may not have been; they are told by <see cref="WithdrawalTold"/>.
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="Recipient">In whose stream it stands, and who gave it back.</param>
/// <param name="Generation">Generation of that stream.</param>
/// <param name="Index">Its index there.</param>
/// <param name="ReasonClass">Code of list withdrawal-reason.</param>
/// <param name="Request">stop-using or stop-using-and-delete.</param>
/// <param name="WithdrawnAt">When it was withdrawn, as the entry says.</param>
/// <param name="At">When it came back.</param>
[EventAlias("withdrawal_taken_back")]
public sealed record WithdrawalTakenBack(
    RecordId RecordId,
    ParticipantId Recipient,
    int Generation,
    PeerSequence Index,
    string ReasonClass,
    string Request,
    DateTimeOffset WithdrawnAt,
    DateTimeOffset At
) : IEvent;

/// <summary>
/// Holders of a withdrawn record whom the withdrawal had not reached were told: a backup was restored in between. The
/// decision to withdraw is the one that was made before.
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="ReasonClass">As the withdrawal had it.</param>
/// <param name="Request">As the withdrawal had it.</param>
/// <param name="Recipients">One peer entry each.</param>
/// <param name="At">When.</param>
[EventAlias("withdrawal_told")]
public sealed record WithdrawalTold(
    RecordId RecordId,
    string ReasonClass,
    string Request,
    ImmutableArray<RecipientWithdrawal> Recipients,
    DateTimeOffset At
) : IEvent;
