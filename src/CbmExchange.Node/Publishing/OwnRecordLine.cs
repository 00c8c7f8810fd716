using CbmExchange.Domain;

namespace CbmExchange.Node.Publishing;

/// <summary>One own record in the index.</summary>
/// <param name="RecordId">Which.</param>
/// <param name="RecordType">Code.</param>
/// <param name="State">Code of <see cref="RecordStates"/>.</param>
/// <param name="ReferenceNumber">The number that people quote.</param>
/// <param name="CaseId">Its case; empty when it states none.</param>
/// <param name="WasReleased">True once anyone was given it.</param>
/// <param name="ChangedAt">Position of its last event.</param>
/// <param name="Context">actual, exercise, test, system; it never changes.</param>
/// <param name="ExerciseId">Its exercise; null outside one.</param>
internal sealed record OwnRecordLine(
    RecordId RecordId,
    string RecordType,
    string State,
    string ReferenceNumber,
    string CaseId,
    bool WasReleased,
    LogPosition ChangedAt,
    string Context,
    string? ExerciseId
)
{
    /// <summary>When it ends by itself, by its newest version; null: it does not.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Its state at a moment: what is published and has ended is expired.</summary>
    public string StateAt(DateTimeOffset now) =>
        State == RecordStates.Published && EndsAt <= now ? RecordStates.Expired : State;
}
