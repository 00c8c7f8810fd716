using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Exercises;

/// <summary>A controller writes down what a player did.</summary>
internal static class ObserveCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var target = new RecordTarget();
        var player = new Option<string>("--player")
        {
            Description = "Whom it is about, e.g. XB.",
            HelpName = "PARTICIPANT",
            Required = true,
        };
        var saw = new Option<string>("--saw") { Description = "What was seen. Stays in this node.", Required = true };
        var at = TimeArgument.Option("--at", "When; now when you do not say.");
        var command = new CbmxCommand(
            "observe", "Write down what a player did about an inject, for the report. Nobody else is told.",
            "cbmx exercise observe XA-2026-7K3QD4 --player XB --saw \"Called the desk after 4 minutes.\"");
        return context.Run(command.With(target.Record, player, saw, at, target.CommandId), async (session, cancel) =>
        {
            var request = new RecordObservationRequest
            {
                CommandId = session.CommandId(target.CommandId),
                Record = session.Get(target.Record)!,
                Participant = session.Get(player)!,
                Observed = session.Get(saw)!,
                ObservedAt = TimeArgument.Stamp(session.Get(at)),
            };
            var reply = await session.AskAsync(
                options => session.Exercises.RecordObservationAsync(request, options), cancel).ConfigureAwait(false);
            return ExerciseCommands.Answer(
                session, reply,
                () => session.Screen.Line($"Kept, as seen at {TimeText.Of(reply.ObservedAt)}. It stays in this node."));
        });
    }
}
