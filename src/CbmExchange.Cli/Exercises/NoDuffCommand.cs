using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Exercises;

/// <summary>A real event while an exercise runs.</summary>
internal static class NoDuffCommand
{
    private const string Next =
        "Nothing has left yet. Now `cbmx submit` and `cbmx clear`, then `cbmx release`; a duty officer alone: `cbmx "
        + "release ... --break-glass REASON`. Say it by telephone too. The director pauses: `cbmx exercise pause`.";

    public static CbmxCommand Build(CliContext context)
    {
        var record = Record();
        var summary = Summary();
        var precedence = new Option<string?>("--precedence")
        {
            Description = "immediate when you do not say.",
        }.AcceptOnlyFromAmong("routine", "priority", "immediate", "flash");
        var reason = new Option<string?>("--precedence-reason") { Description = "Why flash; needed with it." };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "no-duff",
            "A REAL event while an exercise runs: begin a new, actual notification. Nothing of the exercise is copied.",
            "cbmx exercise no-duff XA-2026-7K3QD4 --summary \"Our duty desk cannot be reached; this is real.\"");
        return context.Run(
            command.With(record, summary, precedence, reason, commandId),
            async (session, cancellation) =>
            {
                var request = new DeclareNoDuffRequest
                {
                    CommandId = session.CommandId(commandId),
                    Record = session.Get(record)!,
                    Summary = { Read(session.Get(summary) ?? []) },
                    Precedence = session.Get(precedence) ?? "",
                    PrecedenceReason = session.Get(reason) ?? "",
                };
                var reply = await session.AskAsync(
                    options => session.Exercises.DeclareNoDuffAsync(request, options), cancellation)
                    .ConfigureAwait(false);
                CommandReplyText.Write(session, reply, "NO DUFF: drafted an ACTUAL notification,", Next);
                return ExitCode.Done;
            });
    }

    private static Argument<string> Record() => new("record")
    {
        Description = "The exercise message you were looking at: its reference number or id.",
        HelpName = "RECORD",
    };

    private static Option<string[]> Summary() => new("--summary")
    {
        Description = "What really happens, in plain words. Repeat for several languages.",
        HelpName = "[LANG:]TEXT",
        Required = true,
    };

    // What the player writes first is what is meant; further languages translate it.
    private static IEnumerable<Text> Read(string[] given) =>
        TextArgument.Read(given, [given.Length == 0 ? "en" : TextArgument.Split(given[0], "en").Lang]);
}
