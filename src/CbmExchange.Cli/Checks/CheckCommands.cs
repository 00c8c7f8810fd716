using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Checks;

/// <summary>Communication checks: answer one, or make one from plan to report.</summary>
internal static class CheckCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand(
            "check",
            "Communication checks: does a message reach a human? To answer one you need `cbmx check answer` " +
            "only.").With(
            AnswerCheckCommand.Build(context),
            CheckListCommand.Build(context),
            PlanCheckCommand.Build(context),
            Step(
                context, "announce", "Tell the States of a check planned as announced that it will come.",
                (checks, command, options) => checks.AnnounceCheckAsync(command, options),
                "Told to {0} States. Next: `cbmx check open {1}` when its time has come."),
            OpenCheckCommand.Build(context),
            CheckBoardCommand.Build(context),
            CallCheckCommand.Build(context),
            RecordCheckCommand.Build(context),
            Step(
                context, "remind", "Remind, once, the States that have not answered.",
                (checks, command, options) => checks.RemindCheckAsync(command, options),
                "Sent to {0} States. Nobody is reminded twice; after that the next channel, then the Permanent " +
                "Mission."),
            Step(
                context, "close", "Fix the results, when the reply window is over or everybody answered.",
                (checks, command, options) => checks.CloseCheckAsync(command, options),
                "Closed, {0} States. A second person sends each its own result: `cbmx check report {1} --send`."),
            CheckReportCommand.Build(context));

    /// <summary>The check that a command is about.</summary>
    public static Argument<string> CheckId() => new("check")
    {
        Description = "Id of the check, as `cbmx check list` prints it.",
        HelpName = "ID",
    };

    /// <summary>Runs one step of a check and says what comes next; {0} is the number of States, {1} the id.</summary>
    public static async Task<int> StepAsync(
        NodeSession session, Option<string?> commandId, string check,
        Func<CheckService.CheckServiceClient, CheckCommand, CallOptions, AsyncUnaryCall<CheckCommandReply>> call,
        string done, CancellationToken cancellation)
    {
        var request = new CheckCommand { CommandId = session.CommandId(commandId), CheckId = check };
        var reply = await session.AskAsync(options => call(session.Checks, request, options), cancellation)
            .ConfigureAwait(false);
        Write(session, reply, done);
        return ExitCode.Done;
    }

    /// <summary>What a command on a check came to.</summary>
    public static void Write(NodeSession session, CheckCommandReply reply, string done)
    {
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return;
        }

        session.Screen.Strong(string.Format(
            System.Globalization.CultureInfo.InvariantCulture, done, reply.ParticipantCount, reply.CheckId));
        session.Screen.Quiet(
            $"{reply.Phase}   opens {TimeText.Of(reply.OpensAt)}   in time until {TimeText.Of(reply.ClosesAt)}");
        foreach (var warning in reply.Warnings)
        {
            session.Screen.Line(warning);
        }
    }

    private static CbmxCommand Step(
        CliContext context, string name, string description,
        Func<CheckService.CheckServiceClient, CheckCommand, CallOptions, AsyncUnaryCall<CheckCommandReply>> call,
        string done)
    {
        var check = CheckId();
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            name, description, $"cbmx check {name} 5f0c7d1e-0000-4000-8000-000000000001").With(check, commandId);
        return context.Run(command, (session, cancellation) =>
            StepAsync(session, commandId, session.Get(check)!, call, done, cancellation));
    }
}
