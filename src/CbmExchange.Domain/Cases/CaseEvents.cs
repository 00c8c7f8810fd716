using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

// Facts of this node about a case: what its officers did, noted and tried. They stand in streams of their own, and
// nothing makes an entry of them (a test walks everything that can become one).

/// <summary>A record as one participant wrote it: an id alone could be taken by another participant's record.</summary>
/// <param name="Originator">Who wrote it.</param>
/// <param name="RecordId">The record.</param>
public sealed record CaseRecord(ParticipantId Originator, RecordId RecordId);

/// <summary>A case that officers keep.</summary>
public interface ICaseEvent : IEvent
{
    /// <summary>The case.</summary>
    CaseId Case { get; }

    /// <summary>When it was recorded here.</summary>
    DateTimeOffset At { get; }
}

/// <summary>Officers began to keep a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Title">In the officer's words; null for none.</param>
/// <param name="Context">actual, exercise, test or system.</param>
/// <param name="ExerciseId">Where it is an exercise.</param>
/// <param name="Officer">Who.</param>
/// <param name="At">When.</param>
[EventAlias("case_opened")]
public sealed record CaseOpened(
    CaseId Case, string? Title, string Context, string? ExerciseId, OfficerId Officer, DateTimeOffset At) : ICaseEvent;

/// <summary>The case is closed here; what still comes is shown, and says that it came later.</summary>
/// <param name="Case">The case.</param>
/// <param name="Reason">Code of <see cref="CaseCodes.CloseReasons"/>.</param>
/// <param name="MergedInto">The case that goes on with it, for merged.</param>
/// <param name="Note">In the officer's words; null for none.</param>
/// <param name="Officer">Who.</param>
/// <param name="At">When.</param>
[EventAlias("case_closed")]
public sealed record CaseClosed(
    CaseId Case, string Reason, CaseId? MergedInto, string? Note, OfficerId Officer, DateTimeOffset At) : ICaseEvent;

/// <summary>The case is open again.</summary>
[EventAlias("case_reopened")]
public sealed record CaseReopened(CaseId Case, string? Note, OfficerId Officer, DateTimeOffset At) : ICaseEvent;

/// <summary>This node holds that two records belong together. Neither is changed, and nobody is told.</summary>
/// <param name="Case">The case in which it is shown.</param>
/// <param name="From">The one.</param>
/// <param name="Relation">Code of <see cref="CaseCodes.Relations"/>.</param>
/// <param name="To">The other.</param>
/// <param name="Officer">Who.</param>
/// <param name="At">When.</param>
[EventAlias("case_records_linked")]
public sealed record CaseRecordsLinked(
    CaseId Case, CaseRecord From, string Relation, CaseRecord To, OfficerId Officer, DateTimeOffset At) : ICaseEvent;

/// <summary>An officer's note; it stays in this node.</summary>
[EventAlias("case_note_added")]
public sealed record CaseNoteAdded(CaseId Case, string Text, OfficerId Officer, DateTimeOffset At) : ICaseEvent;

/// <summary>
/// Something was said or sent beside the platform: by telephone, courier or embassy (domain.md §4.21: 27).
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Talk">What was said, how and when.</param>
/// <param name="Officer">Who recorded it; of a step that the node took, who armed it.</param>
/// <param name="At">When it was recorded.</param>
[EventAlias("out_of_band_recorded")]
public sealed record OutOfBandRecorded(CaseId Case, OutOfBandTalk Talk, OfficerId Officer, DateTimeOffset At)
    : ICaseEvent;

/// <summary>What went beside the platform.</summary>
/// <param name="Direction">Code of <see cref="CaseCodes.Directions"/>.</param>
/// <param name="Channel">Code of <see cref="CaseCodes.OutOfBandChannels"/>.</param>
/// <param name="Participant">With whom; null where that is no participant.</param>
/// <param name="Who">Desk or post spoken to, never a person's name.</param>
/// <param name="OccurredAt">When, as the officer states it.</param>
/// <param name="About">The record it was about; null for none.</param>
/// <param name="ReferenceNumber">Number that was quoted; null for none.</param>
/// <param name="Summary">What was said or sent.</param>
public sealed record OutOfBandTalk(
    string Direction,
    string Channel,
    ParticipantId? Participant,
    string Who,
    DateTimeOffset OccurredAt,
    CaseRecord? About,
    string? ReferenceNumber,
    string Summary
);

/// <summary>The case goes to the next shift.</summary>
/// <param name="Case">The case.</param>
/// <param name="ToDesk">Desk or post that takes over.</param>
/// <param name="Note">What the next shift should know; null for none.</param>
/// <param name="Officer">Who hands over.</param>
/// <param name="At">When.</param>
[EventAlias("case_handed_over")]
public sealed record CaseHandedOver(CaseId Case, string ToDesk, string? Note, OfficerId Officer, DateTimeOffset At)
    : ICaseEvent;

/// <summary>A human receipt was looked for and none is recorded: the node named the next step.</summary>
/// <param name="Case">The case.</param>
/// <param name="Record">The own message.</param>
/// <param name="Version">The version of it.</param>
/// <param name="Recipient">From whom a receipt is looked for.</param>
/// <param name="Step">The step named; see <see cref="EscalationSteps"/>.</param>
/// <param name="At">When.</param>
[EventAlias("escalation_suggested")]
public sealed record EscalationSuggested(
    CaseId Case, RecordId Record, ContentHash Version, ParticipantId Recipient, string Step, DateTimeOffset At)
    : ICaseEvent;

/// <summary>A step of the ladder was taken (domain.md §4.21, escalation ladder).</summary>
/// <param name="Case">The case.</param>
/// <param name="Taken">What was tried.</param>
/// <param name="Officer">Who recorded it.</param>
/// <param name="At">When it was recorded.</param>
[EventAlias("escalation_taken")]
public sealed record EscalationTaken(CaseId Case, EscalationAttempt Taken, OfficerId Officer, DateTimeOffset At)
    : ICaseEvent;

/// <summary>What was tried to reach somebody about an own message.</summary>
/// <param name="Record">The own message.</param>
/// <param name="Recipient">From whom a receipt is looked for.</param>
/// <param name="Step">Code of <see cref="EscalationSteps"/>.</param>
/// <param name="Contact">The contact tried; null where it is none.</param>
/// <param name="ChannelId">Its channel; null where it is none.</param>
/// <param name="Channel">Type of the channel, or of the way outside.</param>
/// <param name="Outcome">Code of <see cref="CaseCodes.Outcomes"/>.</param>
/// <param name="Facilitator">Who was asked to relay; null for no relay.</param>
/// <param name="OccurredAt">When it was tried.</param>
/// <param name="Note">In the officer's words; null for none.</param>
public sealed record EscalationAttempt(
    RecordId Record,
    ParticipantId Recipient,
    string Step,
    RecordId? Contact,
    string? ChannelId,
    string Channel,
    string Outcome,
    ParticipantId? Facilitator,
    DateTimeOffset OccurredAt,
    string? Note
)
{
    /// <summary>The reminder that the node sent: it took this step itself. Null: an officer took it.</summary>
    public RecordId? Reminder { get; init; }
}

/// <summary>The sender allowed the node to take the first steps by itself, over the node inbox only.</summary>
/// <param name="Case">The case.</param>
/// <param name="Record">The own message.</param>
/// <param name="StepCount">How many of the steps, from the first; 0 disarms.</param>
/// <param name="Officer">Who.</param>
/// <param name="At">When.</param>
[EventAlias("escalation_armed")]
public sealed record EscalationArmed(
    CaseId Case, RecordId Record, int StepCount, OfficerId Officer, DateTimeOffset At) : ICaseEvent;
