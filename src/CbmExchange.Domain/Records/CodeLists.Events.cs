using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/events.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> EventStatus { get; } =
    ["proposed", "announced", "held", "postponed", "cancelled"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> EventFormat { get; } = ["in-person", "online", "hybrid"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> OutcomeKind { get; } = ["agreed-text", "chair-summary", "separate-statement"];

    /// <summary>Closed. What a director says while an exercise is on.</summary>
    public static ImmutableArray<string> ExerciseNoticeKind { get; } = ["pause", "resume", "end-early", "no-duff"];

    /// <summary>Closed. Who said what in a meeting.</summary>
    public static ImmutableArray<string> AttributionRule { get; } = ["attributed", "not-attributed", "chatham-house"];
}
