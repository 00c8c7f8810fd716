using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Domain.Release;

/// <summary>
/// What a release in an exercise must not be (domain.md §4.14): it goes to participants only, while the exercise runs.
/// The names in its sentences are those that the officer chose as recipients, and the officer's own.
/// </summary>
internal static class ExerciseChecks
{
    public static Refusal? OfRecipients(
        ReleaseQuestion question,
        ReleaseSetting setting,
        ImmutableArray<RecipientRelease> recipients,
        DateTimeOffset now
    )
    {
        // Whoever holds a wrong version is told the right one, also after the end (domain.md §4.3 invariant 4).
        var reached = recipients
            .Select(recipient => recipient.Participant)
            .Where(participant => !(question.IsCorrection && question.Given.ContainsKey(participant)))
            .ToImmutableArray();
        if (question.Header.Context != ExerciseState.Context || reached.IsEmpty)
        {
            return null;
        }

        return question.Header.RecordType == ExerciseState.RecordType
            ? OfAnnouncement(question, setting, reached)
            : OfTraffic(question, setting, reached, now);
    }

    /// <summary>What an officer should know who announces another's exercise: it begins for nobody by that.</summary>
    public static (string Code, string Sentence, ImmutableArray<ParticipantId> Participants) OfDirector(
        ReleaseQuestion question, ImmutableArray<RecipientRelease> recipients) =>
        (
            "NOT_THE_DIRECTOR",
            "The exercise is not announced by its director, so for these none begins by it.",
            question.Header.RecordType == ExerciseState.RecordType
            && ExerciseState.Of(question.Header, question.Content) is null
                ? [.. recipients.Select(recipient => recipient.Participant)]
                : []
        );

    private static Refusal? OfAnnouncement(
        ReleaseQuestion question, ReleaseSetting setting, ImmutableArray<ParticipantId> reached) =>
        ExerciseState.Of(question.Header, question.Content) is { } announced
            ? OfStrangers(announced, setting, reached)
            : NotAParticipant("Only the director announces an exercise.");

    private static Refusal? OfTraffic(
        ReleaseQuestion question, ReleaseSetting setting, ImmutableArray<ParticipantId> reached, DateTimeOffset now)
    {
        var known = setting.Exercises.Where(one => one.ExerciseId == question.Header.ExerciseId).ToImmutableArray();
        if (known.IsEmpty)
        {
            return ReleaseChecks.No(
                "EXERCISE_NOT_KNOWN",
                "No exercise of this id was announced to this node, or released by it.");
        }

        var mine = known.Where(one => one.Includes(setting.Self) && !one.IsTakenOut).ToImmutableArray();
        if (mine.IsEmpty)
        {
            return NotAParticipant("This participant does not take part in the exercise.");
        }

        var isNotice = question.Header.RecordType == ExerciseNotice.RecordType;
        if (isNotice)
        {
            mine = [.. mine.Where(one => one.Director == setting.Self)];
            if (mine.IsEmpty)
            {
                return ReleaseChecks.No(
                    "EXERCISE_DIRECTOR_ONLY", "Only the director pauses, resumes or ends an exercise.");
            }
        }

        return OfMine(mine, question, setting, reached, now);
    }

    // Of the exercises of its id in which this node is.
    private static Refusal? OfMine(
        ImmutableArray<ExerciseState> mine, ReleaseQuestion question, ReleaseSetting setting,
        ImmutableArray<ParticipantId> reached, DateTimeOffset now)
    {
        // A notice and a consent are about the exercise; whatever else belongs to it is play.
        var isAbout = question.Header.RecordType is ExerciseNotice.RecordType or ExerciseConsent.RecordType;
        if (!isAbout && !mine.Any(one => one.Plays(setting.Self)))
        {
            return NoConsent("This participant has not consented to the exercise: release an exercise-consent first.");
        }

        var open = mine.Where(one => IsOpen(one, isAbout, now)).ToImmutableArray();
        if (open.IsEmpty)
        {
            return ReleaseChecks.No("EXERCISE_NOT_RUNNING", Standing(mine[^1], now));
        }

        // One exercise must have all of them: an id that two directors use does not join their participants.
        return open.Any(one => OfReached(one, setting, reached, isAbout) is null)
            ? null
            : OfReached(open[0], setting, reached, isAbout);
    }

    private static Refusal? OfReached(
        ExerciseState exercise, ReleaseSetting setting, ImmutableArray<ParticipantId> reached, bool isAbout) =>
        OfStrangers(exercise, setting, reached) ?? (isAbout ? null : OfConsents(exercise, setting, reached));

    private static Refusal? OfConsents(
        ExerciseState exercise, ReleaseSetting setting, ImmutableArray<ParticipantId> reached)
    {
        var silent = reached.Where(participant => !exercise.Plays(participant))
            .Select(participant => NameOf(setting.Participants, participant))
            .ToImmutableArray();
        return silent.IsEmpty && exercise.Plays(setting.Self)
            ? null
            : NoConsent(silent.IsEmpty
                ? "This participant has not consented to the exercise: release an exercise-consent first."
                : $"No consent to the exercise is recorded here of: {string.Join(", ", silent)}.");
    }

    private static Refusal NoConsent(string sentence) => ReleaseChecks.No("EXERCISE_CONSENT_MISSING", sentence);

    // A notice or a consent may come before the start, and in a pause; a notice is what ends one.
    private static bool IsOpen(ExerciseState exercise, bool isAbout, DateTimeOffset now) =>
        exercise.PhaseAt(now) is var phase
        && (phase == ExercisePhases.Running
            || (isAbout && phase is ExercisePhases.Announced or ExercisePhases.Paused));

    private static Refusal? OfStrangers(
        ExerciseState exercise, ReleaseSetting setting, ImmutableArray<ParticipantId> reached)
    {
        var strangers = reached.Where(participant => !exercise.Includes(participant))
            .Select(participant => NameOf(setting.Participants, participant))
            .ToImmutableArray();
        return strangers.IsEmpty
            ? null
            : NotAParticipant($"These do not take part in the exercise: {string.Join(", ", strangers)}.");
    }

    private static string NameOf(ParticipantsState participants, ParticipantId participant) =>
        participants.Participants.TryGetValue(participant, out var known) ? known.Designator : participant.Value;

    private static string Standing(ExerciseState exercise, DateTimeOffset now) => exercise.PhaseAt(now) switch
    {
        ExercisePhases.Announced => $"The exercise does not begin before {Moment(exercise.StartsAt)}.",
        ExercisePhases.Paused => $"The exercise is paused since {Moment(exercise.PausedAt!.Value)}.",
        ExercisePhases.CalledOff => "The director called the exercise off.",
        _ => $"The exercise is over since {Moment(exercise.LastMoment)}.",
    };

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static Refusal NotAParticipant(string sentence) =>
        ReleaseChecks.No("EXERCISE_NOT_A_PARTICIPANT", sentence);
}
