using CbmExchange.Domain;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Exercises;

/// <summary>An entry of a peer that was put aside: of what it says, nothing is shown.</summary>
/// <param name="Originator">Who sent it.</param>
/// <param name="RecordId">Which record.</param>
/// <param name="RecordType">Of which type.</param>
/// <param name="Context">As it states it.</param>
/// <param name="ExerciseId">As it states it; empty when it states none.</param>
/// <param name="Reason">Code of <see cref="Domain.Exercises.AsideReasons"/>.</param>
/// <param name="StoredAt">When this node stored it.</param>
/// <param name="WithdrawnAt">When its originator withdrew it.</param>
/// <param name="Place">Its place in the order of arrival.</param>
public sealed record AsideRow(
    ParticipantId Originator, RecordId RecordId, string RecordType, string Context, string ExerciseId, string Reason,
    DateTimeOffset StoredAt, DateTimeOffset? WithdrawnAt, ReadingPlace Place);
