using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Cases;

/// <summary>Cases: what each side wrote, and what this node's officers keep about it.</summary>
internal static class CaseCommands
{
    private static readonly string[] Reasons = ["resolved", "false-alarm", "merged", "withdrawn", "no-reply-recorded"];

    private static readonly string[] Relations = ["relates-to", "same-incident-as", "duplicate-of"];

    public static CbmxCommand Build(CliContext context) => new CbmxCommand(
        "case", "Cases: who wrote what, receipts looked for, notes. What you write here stays in this node.").With(
        CaseReading.List(context),
        CaseReading.Show(context),
        EscalateCommand.Build(context),
        Note(context),
        OutOfBandCommand.Build(context),
        HandOver(context),
        Open(context),
        Close(context),
        Reopen(context),
        Link(context),
        CaseExport.Build(context));

    /// <summary>The case, named by its own id or by any message in it.</summary>
    public static Argument<string> CaseArgument() => new("case")
    {
        Description = "The case: its id, or the reference number (e.g. XA-2026-7K3QD4) or id of a message in it.",
        HelpName = "CASE",
    };

    /// <summary>Says what was kept.</summary>
    public static async Task<int> DoneAsync(
        NodeSession session,
        Func<CallOptions, AsyncUnaryCall<CaseCommandReply>> call,
        string what,
        CancellationToken cancellation)
    {
        var reply = await session.AskAsync(call, cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong($"{what} It stays in this node.");
        session.Screen.Quiet($"case {reply.CaseId}   {reply.State}   `cbmx case show {reply.CaseId}`");
        return ExitCode.Done;
    }

    private static CbmxCommand Note(CliContext context)
    {
        var (id, text, commandId) = (CaseArgument(), Words("text", "What to keep."), CliContext.CommandIdOption());
        var command = new CbmxCommand(
            "note", "Add a note to a case.", "cbmx case note XA-2026-7K3QD4 \"Called at 03:40; they look into it.\"");
        return context.Run(command.With(id, text, commandId), (session, cancellation) => DoneAsync(
            session,
            options => session.Cases.AddNoteAsync(
                new AddNoteRequest
                {
                    CommandId = session.CommandId(commandId), Case = session.Get(id), Text = session.Get(text),
                },
                options),
            "Noted.", cancellation));
    }

    private static CbmxCommand Open(CliContext context)
    {
        var record = new Argument<string?>("record")
        {
            Description = "A message; none for something that was told by telephone only.",
            HelpName = "RECORD",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var title = new Option<string?>("--title") { Description = "One line.", HelpName = "TEXT" };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "open", "Begin to keep a case.", "cbmx case open --title \"Outage, told by telephone\"");
        return context.Run(command.With(record, title, commandId), (session, cancellation) => DoneAsync(
            session,
            options => session.Cases.OpenCaseAsync(
                new OpenCaseRequest
                {
                    CommandId = session.CommandId(commandId),
                    Record = session.Get(record) ?? "",
                    Title = session.Get(title) ?? "",
                },
                options),
            "Opened.", cancellation));
    }

    private static CbmxCommand Close(CliContext context)
    {
        var (id, note, commandId) = (CaseArgument(), NoteOption(), CliContext.CommandIdOption());
        var reason = new Option<string>("--reason")
        {
            Description = $"{string.Join(", ", Reasons)}.", Required = true,
        }.AcceptOnlyFromAmong(Reasons);
        var into = new Option<string?>("--into")
        {
            Description = "For merged: the case that goes on with it.", HelpName = "CASE",
        };
        var command = new CbmxCommand(
            "close", "Close a case here. Nobody is told; what comes later is still shown.",
            "cbmx case close XA-2026-7K3QD4 --reason resolved");
        return context.Run(command.With(id, reason, into, note, commandId), (session, cancellation) => DoneAsync(
            session,
            options => session.Cases.CloseCaseAsync(
                new CloseCaseRequest
                {
                    CommandId = session.CommandId(commandId),
                    Case = session.Get(id),
                    Reason = session.Get(reason),
                    MergedInto = session.Get(into) ?? "",
                    Note = session.Get(note) ?? "",
                },
                options),
            "Closed.", cancellation));
    }

    private static CbmxCommand Reopen(CliContext context)
    {
        var (id, note, commandId) = (CaseArgument(), NoteOption(), CliContext.CommandIdOption());
        var command = new CbmxCommand("reopen", "Open a closed case again.", "cbmx case reopen XA-2026-7K3QD4");
        return context.Run(command.With(id, note, commandId), (session, cancellation) => DoneAsync(
            session,
            options => session.Cases.ReopenCaseAsync(
                new ReopenCaseRequest
                {
                    CommandId = session.CommandId(commandId), Case = session.Get(id), Note = session.Get(note) ?? "",
                },
                options),
            "Open again.", cancellation));
    }

    private static CbmxCommand Link(CliContext context)
    {
        var from = Words("from", "A message: reference number or id.");
        var relation = Words("relation", $"{string.Join(", ", Relations)}.").AcceptOnlyFromAmong(Relations);
        var to = Words("to", "Another message.");
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "link", "Say that two messages belong together, as your State sees it. They are never merged.",
            "cbmx case link XB-2026-2C4D6F same-incident-as XC-2026-9H2K4M");
        return context.Run(command.With(from, relation, to, commandId), (session, cancellation) => DoneAsync(
            session,
            options => session.Cases.LinkRecordsAsync(
                new LinkRecordsRequest
                {
                    CommandId = session.CommandId(commandId),
                    From = session.Get(from),
                    Relation = session.Get(relation),
                    To = session.Get(to),
                },
                options),
            "Linked.", cancellation));
    }

    private static CbmxCommand HandOver(CliContext context)
    {
        var (id, note, commandId) = (CaseArgument(), NoteOption(), CliContext.CommandIdOption());
        var to = new Option<string>("--to")
        {
            Description = "Desk or post that takes over, never a person's name.", HelpName = "DESK", Required = true,
        };
        var command = new CbmxCommand(
            "handover", "Hand a case to the next shift and print what it should know.",
            "cbmx case handover XA-2026-7K3QD4 --to \"morning shift\"");
        return context.Run(command.With(id, to, note, commandId), async (session, cancellation) =>
        {
            var request = new HandOverRequest
            {
                CommandId = session.CommandId(commandId),
                Case = session.Get(id),
                ToDesk = session.Get(to),
                Note = session.Get(note) ?? "",
            };
            var reply = await session.AskAsync(
                options => session.Cases.HandOverAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            foreach (var line in reply.Lines)
            {
                session.Screen.Line(line);
            }

            return ExitCode.Done;
        });
    }

    public static Option<string?> NoteOption() => new("--note")
    {
        Description = "In your words; stays in this node.",
        HelpName = "TEXT",
    };

    private static Argument<string> Words(string name, string description) => new(name)
    {
        Description = description,
        HelpName = name.ToUpperInvariant(),
    };
}
