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
);
