using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>Answers a check of another participant; without a code, shows what to read.</summary>
internal sealed class AnswerCheckCommand
{
    private static readonly string[] Outcomes = ["declined", "wrong-contact", "language-barrier"];

    private readonly Argument<string> record = new RecordTarget().Record;

    private readonly Argument<string[]> code = new("code")
    {
        Description = "Six digits: the group that the message names, or the code that you heard or read. Left out: " +
            "show the message.",
        HelpName = "CODE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> desk = new("--desk") { Description = "Name of your desk.", HelpName = "NAME" };

    private readonly Option<string?> instead = new Option<string?>("--instead")
    {
        Description = $"Answer without a code: {string.Join(", ", Outcomes)}. Taking no part is a neutral answer.",
        HelpName = "WHAT",
    }.AcceptOnlyFromAmong(Outcomes);

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new AnswerCheckCommand();
        var command = new CbmxCommand(
            "answer",
            "Answer a communication check: type the group of digits that the message names, or the code that was " +
            "said or written to you.",
            "cbmx check answer XO-2026-7K3QD4",
            "cbmx check answer XO-2026-7K3QD4 482193 --desk \"XA duty desk\"",
            "cbmx check answer XO-2026-7K3QD4 --instead declined --desk \"XA duty desk\"");
        command.With(self.record, self.code, self.desk, self.instead, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var typed = string.Concat(session.Get(code) ?? []);
        var outcome = session.Get(instead) ?? "";
        if (typed.Length == 0 && outcome.Length == 0)
        {
            return ShowAsync(session, cancellation);
        }

        return session.Get(desk) is { Length: > 0 } name
            ? AnswerAsync(session, typed, outcome, name, cancellation)
            : throw CommandStopped.Usage("--desk NAME is needed: say which desk answers.");
    }

    private async Task<int> ShowAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new GetRecordRequest { Record = session.Get(record)! };
        var view = await session.AskAsync(
            options => session.Publishing.GetRecordAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(view);
            return ExitCode.Done;
        }

        if (view.Body?.CommunicationCheck is not { } check)
        {
            throw CommandStopped.Usage("This is not a communication check; `cbmx show` prints it.");
        }

        Write(session.Screen, view, check);
        WriteNext(session.Screen, view, check);
        return ExitCode.Done;
    }

    /// <summary>The message as it is read: words in every language, the groups, what to type.</summary>
    public static void Write(Screen screen, RecordView view, CommunicationCheck check)
    {
        screen.Strong($"{view.Context.ToUpperInvariant()} from {view.Originator}, {view.SignatureState}");
        WriteTexts(screen, check.Text);
        if (check.Challenge is { Groups.Count: > 0 } challenge)
        {
            WriteTexts(screen, challenge.Instruction);
            screen.Strong(string.Join("    ", challenge.Groups.Select(Spaced)));
        }

        screen.Quiet($"in time until {TimeText.Of(check.ClosesAt)}");
    }

    private static void WriteNext(Screen screen, RecordView view, CommunicationCheck check) =>
        screen.Line(
            $"Next: `cbmx check answer {Reference(view, check)} CODE --desk NAME`; taking no part: " +
            "`--instead declined`.");

    private static void WriteTexts(Screen screen, IEnumerable<Text> texts)
    {
        foreach (var text in texts)
        {
            screen.Line($"{text.Lang}  {text.Text_}");
        }
    }

    private static string Reference(RecordView view, CommunicationCheck check) =>
        check.ReferenceNumber.Length > 0 ? check.ReferenceNumber : view.RecordId;

    private static string Spaced(string group) => group.Length == 6 ? $"{group[..3]} {group[3..]}" : group;

    private async Task<int> AnswerAsync(
        NodeSession session, string typed, string outcome, string name, CancellationToken cancellation)
    {
        var request = new AnswerCheckRequest
        {
            CommandId = session.CommandId(commandId),
            Record = session.Get(record)!,
            Code = typed,
            Outcome = outcome,
            DutyDesk = name,
        };
        var reply = await session.AskAsync(
            options => session.Checks.AnswerCheckAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong(
            $"{(reply.AlreadyAnswered ? "Already answered so" : "Answered")} at {TimeText.Of(reply.AnsweredAt)}." +
            $"{(reply.AlreadyAnswered ? " Nothing was sent now." : "")}");
        if (typed.Length > 0 && !reply.CodeShown)
        {
            session.Screen.Line(
                "This code does not stand in the message; it counts if you heard or read it elsewhere.");
        }

        session.Screen.Line("The answer goes to the originator of the check alone; it means no agreement.");
        return ExitCode.Done;
    }
}
