using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/events.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> EventStatus { get; } = Ids("event-status");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> EventFormat { get; } = Ids("event-format");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> OutcomeKind { get; } = Ids("outcome-kind");

    /// <summary>Closed. What a director says while an exercise is on.</summary>
    public static ImmutableArray<string> ExerciseNoticeKind { get; } = Ids("exercise-notice-kind");

    /// <summary>Closed. Whether a State takes part in an exercise; declining needs no reason.</summary>
    public static ImmutableArray<string> ExerciseConsentAnswer { get; } = Ids("exercise-consent-answer");

    /// <summary>Closed. Who said what in a meeting.</summary>
    public static ImmutableArray<string> AttributionRule { get; } = Ids("attribution-rule");
}
