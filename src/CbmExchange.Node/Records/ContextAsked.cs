using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Node.Records;

/// <summary>
/// What a list is asked to show: what is actual, unless somebody asks for a test, or for one exercise by its id. No
/// list mixes exercises with anything else.
/// </summary>
/// <param name="Context">actual, exercise, test.</param>
/// <param name="ExerciseId">Null outside an exercise.</param>
internal sealed record ContextAsked(string Context, string? ExerciseId)
{
    /// <summary>What nobody has to ask for.</summary>
    public const string Actual = "actual";

    private static readonly string[] Known = [Actual, ExerciseState.Context, "test"];

    /// <summary>Reads a request; names every fault.</summary>
    public static ContextAsked Of(string context, string exerciseId)
    {
        var faults = FaultsOf(context, exerciseId.Length > 0).ToArray();
        return faults.Length == 0
            ? new ContextAsked(context.Length == 0 ? Actual : context, exerciseId.Length == 0 ? null : exerciseId)
            : throw RefusalStatus.ToException(Refusal.Invalid(faults));
    }

    /// <summary>What is wrong with what a list is asked to show.</summary>
    public static IEnumerable<FieldFault> FaultsOf(string context, bool hasExercise)
    {
        if (context.Length > 0 && !Known.Contains(context))
        {
            yield return new FieldFault("context", "Give actual, exercise, test, or nothing for actual.");
        }

        if (hasExercise != (context == ExerciseState.Context))
        {
            yield return new FieldFault(
                "exercise_id", "Name the exercise with context exercise, and only then; ListExercises has its id.");
        }
    }

    /// <summary>True for what is asked for.</summary>
    public bool Fits(OwnRecordLine line) => Fits(line.Context, line.ExerciseId);

    /// <summary>True for what is asked for.</summary>
    public bool Fits(RecordHeader header) => Fits(header.Context, header.ExerciseId);

    private bool Fits(string context, string? exerciseId) =>
        context == Context && (ExerciseId is null || exerciseId == ExerciseId);
}
