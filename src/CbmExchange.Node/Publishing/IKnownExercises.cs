using System.Collections.Immutable;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.Publishing;

/// <summary>Exercises that this node knows. Kept by the projections of own and received records.</summary>
internal interface IKnownExercises
{
    /// <summary>Those of the exercise that a record belongs to; none outside an exercise.</summary>
    Task<ImmutableArray<ExerciseState>> OfAsync(RecordHeader? header, CancellationToken cancellationToken);
}
