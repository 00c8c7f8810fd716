using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tables;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Exercises;

/// <summary>Exercises that this node knows, with its own last words in them.</summary>
internal sealed class ExerciseBook(ReadModels models, TableFollower tables) : IKnownExercises
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<ExerciseState>> OfAsync(RecordHeader? header, CancellationToken cancellationToken)
    {
        if (header is not { Context: ExerciseState.Context, ExerciseId: { } exercise })
        {
            return [];
        }

        // A director that just announced, paused or ended sees it here.
        await models.WaitForAsync(tables.Position, cancellationToken).ConfigureAwait(false);
        return await models.Exercises.KnownAsync(exercise, cancellationToken).ConfigureAwait(false);
    }
}
