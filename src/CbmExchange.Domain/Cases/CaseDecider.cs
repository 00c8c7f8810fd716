using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// decide(case, command, now) = one event or a refusal. Pure. Nothing of it leaves the node, so that no second person
/// is asked for; who may keep a case reads everything in it.
/// </summary>
public static class CaseDecider
{
    /// <summary>Characters of a note; a note is no document.</summary>
    public const int NoteCharsMax = 4_000;

    /// <summary>Begins to keep a case. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, CASE_STATE.</summary>
    public static Outcome<ImmutableArray<IEvent>> Open(
        CaseState state, CaseId id, OpenCase command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(
            [
                .. Line("title", command.Title, isRequired: false),
                .. Coded("context", command.Context, CaseCodes.Contexts),
            ])
            ?? (state.IsOpened ? Wrong("This case is kept already.") : null),
            new CaseOpened(
                id, NullIfEmpty(command.Title), command.Context, command.ExerciseId, command.Actor.Id, now));

    /// <summary>Closes it. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, CASE_STATE.</summary>
    public static Outcome<ImmutableArray<IEvent>> Close(
        CaseState state, CaseId id, CloseCase command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(
            [
                .. Coded("reason", command.Reason, CaseCodes.CloseReasons),
                .. MergeFaults(id, command),
                .. Text("note", command.Note, isRequired: false),
            ])
            ?? (state.ClosedReason is not null ? Wrong("This case is closed already.") : null),
            new CaseClosed(
                id, command.Reason, command.MergedInto, NullIfEmpty(command.Note), command.Actor.Id, now));

    /// <summary>Opens it again. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, CASE_STATE.</summary>
    public static Outcome<ImmutableArray<IEvent>> Reopen(
        CaseState state, CaseId id, ReopenCase command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(Text("note", command.Note, isRequired: false))
            ?? (state.ClosedReason is null ? Wrong("This case is not closed.") : null),
            new CaseReopened(id, NullIfEmpty(command.Note), command.Actor.Id, now));

    /// <summary>Links two records, in one case. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> Link(CaseId id, LinkRecords command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(
            [
                .. Coded("relation", command.Relation, CaseCodes.Relations),
                .. When(command.From == command.To, "to", "Name another record."),
            ]),
            new CaseRecordsLinked(
                id, command.From, command.Relation, command.To, command.Actor.Id, now));

    /// <summary>Adds a note. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> AddNote(CaseId id, AddCaseNote command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(Text("text", command.Text, isRequired: true)),
            new CaseNoteAdded(id, command.Text, command.Actor.Id, now));

    /// <summary>Keeps what went beside the platform. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> OutOfBand(
        CaseId id, RecordOutOfBand command, Policies policies, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(TalkFaults(command.Talk, policies, now)),
            new OutOfBandRecorded(id, command.Talk, command.Actor.Id, now));

    /// <summary>Hands over. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> HandOver(CaseId id, HandOverCase command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(
            [
                .. Line("toDesk", command.ToDesk, isRequired: true), .. Text("note", command.Note, isRequired: false),
            ]),
            new CaseHandedOver(id, command.ToDesk, NullIfEmpty(command.Note), command.Actor.Id, now));

    /// <summary>Keeps a step that was taken. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> Take(
        CaseId id, TakeEscalationStep command, Policies policies, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(AttemptFaults(command.Attempt, policies, now)),
            new EscalationTaken(id, command.Attempt, command.Actor.Id, now));

    /// <summary>Arms or disarms the first steps. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> Arm(CaseId id, ArmEscalation command, DateTimeOffset now) =>
        Unless(
            Checked(command)
            ?? Faulty(When(
                command.StepCount is < 0 or > EscalationSteps.ArmedCountMax,
                "stepCount",
                "Give 0 to 3: only the first three steps can be armed.")),
            new EscalationArmed(id, command.Record, command.StepCount, command.Actor.Id, now));

    private static Outcome<ImmutableArray<IEvent>> Unless(Refusal? refusal, IEvent happened) =>
        refusal is not null ? refusal : ImmutableArray.Create(happened);

    private static Refusal? Checked(CaseCommand command) =>
        Permissions.MayKeepCase(command.Actor.Roles, command.RecordTypes)
            ? null
            : new Refusal(RefusalKind.PermissionDenied, "ROLE_NOT_ALLOWED", "Your role does not allow this.");

    private static Refusal? Faulty(IEnumerable<FieldFault> faults)
    {
        var all = faults.ToArray();
        return all.Length == 0 ? null : Refusal.Invalid(all);
    }

    private static Refusal? Wrong(string sentence) =>
        new Refusal(RefusalKind.FailedPrecondition, "CASE_STATE", sentence);

    private static IEnumerable<FieldFault> MergeFaults(CaseId id, CloseCase command) =>
        When(
            (command.Reason == CaseCodes.Merged) != (command.MergedInto is not null) || command.MergedInto == id,
            "mergedInto",
            "Name the case that goes on with it, for merged and for nothing else.");

    private static IEnumerable<FieldFault> TalkFaults(OutOfBandTalk talk, Policies policies, DateTimeOffset now) =>
    [
        .. Coded("direction", talk.Direction, CaseCodes.Directions),
        .. Coded("channel", talk.Channel, CaseCodes.OutOfBandChannels),
        .. Line("who", talk.Who, isRequired: talk.Participant is null),
        .. Line("referenceNumber", talk.ReferenceNumber ?? "", isRequired: false),
        .. Text("summary", talk.Summary, isRequired: true),
        .. Past("occurredAt", talk.OccurredAt, policies, now),
    ];

    private static IEnumerable<FieldFault> AttemptFaults(
        EscalationAttempt attempt, Policies policies, DateTimeOffset now) =>
    [
        .. Coded("step", attempt.Step, EscalationSteps.All),
        .. Coded("outcome", attempt.Outcome, CaseCodes.Outcomes),
        .. Line("channel", attempt.Channel, isRequired: true),
        .. Text("note", attempt.Note ?? "", isRequired: false),
        .. Past("occurredAt", attempt.OccurredAt, policies, now),
        .. When(
            attempt.Step == EscalationSteps.Relay && attempt.Facilitator is null,
            "facilitator",
            "Name who was asked to relay."),
    ];

    private static IEnumerable<FieldFault> Past(
        string field, DateTimeOffset at, Policies policies, DateTimeOffset now) =>
        When(at > now + policies.ClockSkewMax, field, "Must not lie in the future.");

    private static IEnumerable<FieldFault> Coded(string field, string code, IReadOnlyCollection<string> list) =>
        When(!list.Contains(code), field, $"Must be one of: {string.Join(", ", list)}.");

    private static IEnumerable<FieldFault> Line(string field, string text, bool isRequired) =>
        When(
            (isRequired && text.Trim().Length == 0)
                || !TextRules.IsPlainLine(text)
                || TextRules.Length(text) > ContentLimits.NoteCharsMax,
            field,
            $"Must be one line of at most {ContentLimits.NoteCharsMax} characters.");

    private static IEnumerable<FieldFault> Text(string field, string text, bool isRequired) =>
        When(
            (isRequired && text.Trim().Length == 0)
                || !TextRules.IsRunningText(text)
                || TextRules.Length(text) > NoteCharsMax,
            field,
            $"Must be text of at most {NoteCharsMax} characters.");

    private static IEnumerable<FieldFault> When(bool isFault, string field, string sentence) =>
        isFault ? [new FieldFault(field, sentence)] : [];

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
