using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Messaging;

/// <summary>
/// What of the inbox an officer asks for. Exercises that are over are archived: their messages stay, and are shown to
/// whoever asks for that exercise.
/// </summary>
internal sealed class InboxQuestions(ReadModels models, TimeProvider time)
{
    /// <summary>Reads a request; refuses one that names an exercise without asking for exercises.</summary>
    public async Task<InboxQuestion> OfAsync(
        string[] types, string context, string exerciseId, CancellationToken cancellationToken)
    {
        // Exercises without an id are all that run: each item says which.
        var faults = ContextAsked
            .FaultsOf(context, context == ExerciseState.Context || exerciseId.Length > 0).ToArray();
        if (faults.Length > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }

        return new InboxQuestion(types)
        {
            Context = context.Length == 0 ? null : context,
            ExerciseId = exerciseId.Length == 0 ? null : exerciseId,
            ExceptExercises = exerciseId.Length > 0 || context is "actual" or "test"
                ? []
                : await OverAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    // An id that two directors use is archived when both their exercises are over.
    private async Task<string[]> OverAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return
        [
            .. (await models.Exercises.KnownAsync(null, cancellationToken).ConfigureAwait(false))
                .GroupBy(exercise => exercise.ExerciseId, StringComparer.Ordinal)
                .Where(same => same.All(exercise =>
                    exercise.PhaseAt(now) is ExercisePhases.Over or ExercisePhases.CalledOff))
                .Select(same => same.Key),
        ];
    }
}
