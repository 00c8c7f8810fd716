using System.CommandLine;
using CbmExchange.Cli.Connection;

namespace CbmExchange.Cli.Exercises;

/// <summary>What a list shows when it is asked for something else than what is actual.</summary>
internal sealed class ContextOptions
{
    /// <summary>Which.</summary>
    public Option<string?> Context { get; } = new Option<string?>("--context")
    {
        Description = "actual (default), test, or exercise together with --exercise-id.",
    }.AcceptOnlyFromAmong("actual", "exercise", "test");

    /// <summary>Which exercise.</summary>
    public Option<string?> ExerciseId { get; } = new("--exercise-id")
    {
        Description = "Only this exercise; `cbmx exercise list` names them.",
        HelpName = "EXERCISE",
    };

    /// <summary>Both, in the order of help.</summary>
    public Symbol[] Symbols => [Context, ExerciseId];

    /// <summary>The context asked for; that of an exercise when only its id was given.</summary>
    public string ContextOf(NodeSession session) =>
        session.Get(Context) ?? (ExerciseOf(session).Length > 0 ? "exercise" : "");

    /// <summary>The exercise asked for; empty for none.</summary>
    public string ExerciseOf(NodeSession session) => session.Get(ExerciseId) ?? "";
}
