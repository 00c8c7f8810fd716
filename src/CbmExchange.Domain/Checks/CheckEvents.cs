using System.Collections.Immutable;

namespace CbmExchange.Domain.Checks;

// Facts of a check are national: they stand in a stream of their own, check-<uuid>, and no peer is told of them. What
// leaves are records, by the way of every record.

/// <summary>An officer planned a check and drafted its messages.</summary>
/// <param name="Check">The check.</param>
/// <param name="Body">Acronym of the body whose members were meant; null when they were named one by one.</param>
/// <param name="ChannelTypes">Types of channels tried.</param>
/// <param name="IsAnnounced">True: States are told before.</param>
/// <param name="DutyHours">inside, outside or any, on purpose.</param>
/// <param name="OpensAt">From when it can be opened.</param>
/// <param name="ClosesAt">Until when an answer is in time.</param>
/// <param name="Targets">The States, in the order of their ids.</param>
/// <param name="Officer">Who planned it.</param>
/// <param name="At">When.</param>
[EventAlias("check_planned")]
public sealed record CheckPlanned(
    CheckId Check,
    string? Body,
    ImmutableArray<string> ChannelTypes,
    bool IsAnnounced,
    string DutyHours,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    ImmutableArray<CheckTarget> Targets,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>An officer answered the message as it would read here.</summary>
[EventAlias("check_tried")]
public sealed record CheckTried(CheckId Check, bool IsRight, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>States were told that a check will come.</summary>
[EventAlias("check_announced")]
public sealed record CheckAnnounced(
    CheckId Check, ImmutableArray<ParticipantId> Sent, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>The messages left.</summary>
/// <param name="Check">The check.</param>
/// <param name="Sent">To whom; a State that was suspended meanwhile is not among them.</param>
/// <param name="Officer">Who opened it.</param>
/// <param name="At">When.</param>
[EventAlias("check_opened")]
public sealed record CheckOpened(
    CheckId Check, ImmutableArray<ParticipantId> Sent, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>Those who had not answered were reminded.</summary>
[EventAlias("check_reminded")]
public sealed record CheckReminded(
    CheckId Check, ImmutableArray<ParticipantId> Sent, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>An officer took the code of a channel to say or write it.</summary>
[EventAlias("check_called")]
public sealed record CheckCalled(
    CheckId Check, ParticipantId Participant, string Channel, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>A signed answer came.</summary>
/// <param name="Check">The check.</param>
/// <param name="Participant">Whose answer.</param>
/// <param name="Answer">The record.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="Channel">The channel whose code it gave; null when it fits none.</param>
/// <param name="AnsweredAt">When a human answered, as the State states it.</param>
/// <param name="StoredAt">When it was stored here.</param>
[EventAlias("check_answer_taken")]
public sealed record CheckAnswerTaken(
    CheckId Check,
    ParticipantId Participant,
    RecordId Answer,
    string Outcome,
    string? Channel,
    DateTimeOffset AnsweredAt,
    DateTimeOffset StoredAt
) : IEvent;

/// <summary>An officer who tried a channel says what came of it.</summary>
/// <param name="Check">The check.</param>
/// <param name="Participant">Which State.</param>
/// <param name="Channel">Which channel.</param>
/// <param name="Result">Code of list check-result.</param>
/// <param name="TriedAt">When it was tried.</param>
/// <param name="Note">In the officer's words; null for none.</param>
/// <param name="Officer">Who recorded it.</param>
/// <param name="At">When.</param>
[EventAlias("check_outcome_recorded")]
public sealed record CheckOutcomeRecorded(
    CheckId Check,
    ParticipantId Participant,
    string Channel,
    string Result,
    DateTimeOffset TriedAt,
    string? Note,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>What came of one channel, for good.</summary>
/// <param name="Key">The channel.</param>
/// <param name="Type">Its type.</param>
/// <param name="Result">Code of list check-result.</param>
/// <param name="At">When a human answered, where one did.</param>
public sealed record CheckedChannel(string Key, string Type, string Result, DateTimeOffset? At);

/// <summary>What came of one State, for good.</summary>
/// <param name="Participant">The State.</param>
/// <param name="Channels">One for each channel; one of each type for a State that was not tried by it.</param>
/// <param name="Result">The record that tells it; null when nothing is sent.</param>
public sealed record CheckedTarget(
    ParticipantId Participant, ImmutableArray<CheckedChannel> Channels, RecordId? Result);

/// <summary>The results are fixed; later answers count for contacts, not for the check.</summary>
[EventAlias("check_closed")]
public sealed record CheckClosed(
    CheckId Check, ImmutableArray<CheckedTarget> Results, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>Each State was sent its own result.</summary>
[EventAlias("check_reported")]
public sealed record CheckReported(
    CheckId Check, ImmutableArray<ParticipantId> Sent, OfficerId Officer, DateTimeOffset At) : IEvent;
