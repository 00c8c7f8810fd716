using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Exercises;

/// <summary>Exercises, kept apart from what is actual.</summary>
internal static class ExerciseCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand(
            "exercise",
            "Exercises: which are known, their injects, pause and end, and what really happens meanwhile (no-duff).")
            .With(
                List(context),
                Show(context),
                NoDuffCommand.Build(context),
                InjectCommand.Build(context),
                ObserveCommand.Build(context),
                NoticeCommand.Build(context, "pause", "pause", "Stop the play. Only the director's node can."),
                NoticeCommand.Build(context, "resume", "resume", "Let the play go on. Only the director's node can."),
                NoticeCommand.Build(
                    context, "end", "end-early", "End the exercise before its limit; it cannot be resumed."),
                Report(context),
                Aside(context));

    /// <summary>The exercise that a command is about.</summary>
    public static Argument<string> Exercise() => new("exercise")
    {
        Description = "The exercise: its id, e.g. EX-2027-1 (`cbmx exercise list`).",
        HelpName = "EXERCISE",
    };

    /// <summary>Asks for one exercise; a sentence when it is not known here.</summary>
    public static async Task<ListExercisesResponse> FindAsync(
        NodeSession session, string exerciseId, string lang, CancellationToken cancellation)
    {
        var request = new ListExercisesRequest { ExerciseId = exerciseId, Lang = lang };
        var found = await session.AskAsync(
            options => session.Exercises.ListExercisesAsync(request, options), cancellation).ConfigureAwait(false);
        return found.Exercises.Count > 0
            ? found
            : throw new CommandStopped(
                ExitCode.NotFound, $"No exercise {exerciseId} was announced to this node, or by it.");
    }

    private static CbmxCommand List(CliContext context)
    {
        var archived = new Option<bool>("--archived") { Description = "With those that are over." };
        var lang = LanguageOption.New();
        var command = new CbmxCommand(
            "list", "Exercises that were announced to this node or by it, the next to end first.",
            "cbmx exercise list", "cbmx exercise list --archived");
        return context.Run(command.With(archived, lang), async (session, cancellation) =>
        {
            var request = new ListExercisesRequest
            {
                WithArchived = session.Get(archived),
                Lang = session.Get(lang) ?? "",
            };
            var all = await session.AskAsync(
                options => session.Exercises.ListExercisesAsync(request, options), cancellation)
                .ConfigureAwait(false);
            return Answer(session, all, () => ExerciseText.Write(session.Screen, all));
        });
    }

    private static CbmxCommand Show(CliContext context)
    {
        var exercise = Exercise();
        var lang = LanguageOption.New();
        var command = new CbmxCommand(
            "show", "One exercise: who takes part, between which limits, where it stands.",
            "cbmx exercise show EX-2027-1",
            "cbmx list --exercise-id EX-2027-1",
            "cbmx inbox --exercise-id EX-2027-1");
        return context.Run(command.With(exercise, lang), async (session, cancellation) =>
        {
            var found = await FindAsync(
                session, session.Get(exercise)!, session.Get(lang) ?? "", cancellation).ConfigureAwait(false);
            return Answer(session, found, () => ExerciseText.Write(session.Screen, found));
        });
    }

    private static CbmxCommand Report(CliContext context)
    {
        var exercise = Exercise();
        var lang = LanguageOption.New();
        var command = new CbmxCommand(
            "report", "What happened in one exercise, in the order of time, for the talk afterwards.",
            "cbmx exercise report EX-2027-1", "cbmx exercise report EX-2027-1 --json");
        return context.Run(command.With(exercise, lang), async (session, cancellation) =>
        {
            var request = new GetExerciseReportRequest
            {
                ExerciseId = session.Get(exercise)!,
                Lang = session.Get(lang) ?? "",
            };
            var report = await session.AskAsync(
                options => session.Exercises.GetExerciseReportAsync(request, options), cancellation)
                .ConfigureAwait(false);
            return Answer(session, report, () => ExerciseText.Write(session.Screen, report));
        });
    }

    private static CbmxCommand Aside(CliContext context)
    {
        var exercise = new Option<string?>("--exercise-id")
        {
            Description = "Only of this exercise.",
            HelpName = "EXERCISE",
        };
        var lang = LanguageOption.New();
        var command = new CbmxCommand(
            "aside", "Exercise traffic that this node does not take part in: kept, and shown nowhere else.",
            "cbmx exercise aside");
        return context.Run(command.With(exercise, lang), async (session, cancellation) =>
        {
            var request = new ListAsideRequest
            {
                ExerciseId = session.Get(exercise) ?? "",
                Lang = session.Get(lang) ?? "",
                PageSize = ReadingCommands.PageItems,
            };
            var all = await session.AskAsync(
                options => session.Exercises.ListAsideAsync(request, options), cancellation).ConfigureAwait(false);
            return Answer(session, all, () => ExerciseText.Write(session.Screen, all));
        });
    }

    /// <summary>The answer as it is read, or as JSON.</summary>
    public static int Answer(NodeSession session, Google.Protobuf.IMessage answer, Action write)
    {
        if (session.AsJson)
        {
            session.Screen.Json(answer);
        }
        else
        {
            write();
        }

        return ExitCode.Done;
    }
}
