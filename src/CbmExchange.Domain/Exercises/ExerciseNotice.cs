using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Exercises;

/// <summary>What a director said about its running exercise.</summary>
/// <param name="Director">Who says it.</param>
/// <param name="Kind">Code of list exercise-notice-kind.</param>
/// <param name="At">When this node learned of it.</param>
public sealed record ExerciseNotice(ParticipantId Director, string Kind, DateTimeOffset At)
{
    /// <summary>Code of the record type.</summary>
    public const string RecordType = "exercise-notice";

    /// <summary>Stops the play until it is resumed.</summary>
    public const string Pause = "pause";

    /// <summary>The play goes on.</summary>
    public const string Resume = "resume";

    /// <summary>Ends the exercise before its limit; nothing follows.</summary>
    public const string EndEarly = "end-early";

    /// <summary>A real event: pauses the play.</summary>
    public const string NoDuff = "no-duff";

    /// <summary>The notice in a record; null for a record that is none.</summary>
    public static ExerciseNotice? Of(RecordHeader header, RecordContent content, DateTimeOffset at) =>
        header.RecordType == RecordType && Json.String(content.Claims, "kind") is { } kind
            ? new ExerciseNotice(header.Originator, kind, at)
            : null;
}
