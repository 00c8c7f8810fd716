using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Exercises;

/// <summary>
/// Whether a record of a peer is taken in when it arrives, or put aside (domain.md §4.14: whoever does not take part
/// refuses exercise traffic, and everybody does after the end). Pure: by what was known, and the time of storing.
/// </summary>
public static class ExerciseArrival
{
    /// <summary>Code of <see cref="AsideReasons"/>; null: it is taken in.</summary>
    /// <param name="header">What arrived.</param>
    /// <param name="content">As far as it was disclosed.</param>
    /// <param name="known">Exercises of its id that were announced to this node before it.</param>
    /// <param name="self">This node.</param>
    /// <param name="storedAt">When it was stored here.</param>
    public static string? ReasonAside(
        RecordHeader header,
        RecordContent content,
        ImmutableArray<ExerciseState> known,
        ParticipantId self,
        DateTimeOffset storedAt
    )
    {
        if (header.Context != ExerciseState.Context)
        {
            return CodeLists.Context.Contains(header.Context) ? null : AsideReasons.ContextNotKnown;
        }

        // The announcement itself comes before the start, and says who takes part.
        if (header.RecordType == ExerciseState.RecordType)
        {
            return ExerciseState.Of(header, content)?.Includes(self) == true ? null : AsideReasons.NotAParticipant;
        }

        return OfTraffic(header, known, self, storedAt);
    }

    private static string? OfTraffic(
        RecordHeader header, ImmutableArray<ExerciseState> known, ParticipantId self, DateTimeOffset storedAt)
    {
        var mine = known.Where(one => one.Includes(self) && !one.IsTakenOut).ToImmutableArray();
        var shared = mine.Where(one => one.Includes(header.Originator)).ToImmutableArray();
        if (shared.IsEmpty)
        {
            return known.IsEmpty ? AsideReasons.NotKnown
                : mine.IsEmpty ? AsideReasons.NotAParticipant
                : AsideReasons.SenderNotAParticipant;
        }

        // A notice and a consent are about the exercise, and come before it begins and before anybody plays.
        var isConsent = header.RecordType == ExerciseConsent.RecordType;
        var isNotice = header.RecordType == ExerciseNotice.RecordType;
        if (isNotice && shared.All(one => one.Director != header.Originator))
        {
            return AsideReasons.NotTheDirector;
        }

        if (!isNotice && !isConsent)
        {
            shared = [.. shared.Where(one => one.Plays(self))];
        }

        if (shared.IsEmpty)
        {
            return AsideReasons.NotConsented;
        }

        var phases = shared.Select(one => one.PhaseAt(storedAt)).ToImmutableArray();
        return phases.Any(phase => phase is ExercisePhases.Running or ExercisePhases.Paused) ? null
            : phases.Contains(ExercisePhases.Announced) ? isNotice || isConsent ? null : AsideReasons.BeforeTheStart
            : AsideReasons.AfterTheEnd;
    }
}
