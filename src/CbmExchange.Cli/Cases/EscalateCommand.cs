using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Cases;

/// <summary>Whom to reach next about an own message of which no receipt is recorded, and what came of it.</summary>
internal sealed class EscalateCommand
{
    private static readonly string[] Outcomes =
        ["reached", "no-reply", "undeliverable", "wrong-contact", "language-barrier", "not-possible", "relayed"];

    private readonly Argument<string> record = new RecordTarget().Record;

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    private readonly Option<string?> outcome = new Option<string?>("--done")
    {
        Description = $"You took the step; what came of it: {string.Join(", ", Outcomes)}.",
        HelpName = "OUTCOME",
    }.AcceptOnlyFromAmong(Outcomes);

    private readonly Option<string?> channel = new("--channel")
    {
        Description = "Id or type of the channel used (else the one suggested).",
        HelpName = "CHANNEL",
    };

    private readonly Option<string?> step = new("--step")
    {
        Description = "The step taken (else the one suggested), e.g. mission.",
        HelpName = "STEP",
    };

    private readonly Option<string?> recipient = new("--to")
    {
        Description = "Which recipient, where several are waited for.",
        HelpName = "STATE",
    };

    private readonly Option<string?> through = new("--through")
    {
        Description = "For relay: who was asked, with your consent for this one time.",
        HelpName = "PARTICIPANT",
    };

    private readonly Option<DateTimeOffset?> at = TimeArgument.Option("--at", "When it was tried (else now).");

    private readonly Option<string?> note = CaseCommands.NoteOption();

    private readonly Option<int?> arm = new("--arm")
    {
        Description = "Let the node send reminders by itself for the first 1 to 3 steps, over the node inbox only: "
            + "one a step, until somebody confirms. It calls nobody. 0 takes it back.",
        HelpName = "STEPS",
        CustomParser = result => (int)NumberArgument.Read(result, "--arm", 0, 3, " steps"),
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new EscalateCommand();
        var command = new CbmxCommand(
            "escalate",
            "Show whom to reach next about an own message of which no receipt is recorded. It does nothing by itself.",
            "cbmx case escalate XA-2026-7K3QD4",
            "cbmx case escalate XA-2026-7K3QD4 --done no-reply --note \"rang for two minutes\"");
        return context.Run(
            command.With(
                self.record, self.outcome, self.channel, self.step, self.recipient, self.through, self.at, self.note,
                self.arm, self.commandId),
            self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        if (session.Get(arm) is { } steps)
        {
            var request = new ArmEscalationRequest
            {
                CommandId = session.CommandId(commandId), Record = session.Get(record), StepCount = steps,
            };
            return CaseCommands.DoneAsync(
                session, options => session.Cases.ArmEscalationAsync(request, options), "Kept.", cancellation);
        }

        return session.Get(outcome) is { } done
            ? CaseCommands.DoneAsync(
                session, options => session.Cases.RecordEscalationAsync(Taken(session, done), options), "Kept.",
                cancellation)
            : ShowAsync(session, cancellation);
    }

    private RecordEscalationRequest Taken(NodeSession session, string done) => new()
    {
        CommandId = session.CommandId(commandId),
        Record = session.Get(record),
        Recipient = session.Get(recipient) ?? "",
        Step = session.Get(step) ?? "",
        Channel = session.Get(channel) ?? "",
        Outcome = done,
        Facilitator = session.Get(through) ?? "",
        OccurredAt = TimeArgument.Stamp(session.Get(at)),
        Note = session.Get(note) ?? "",
    };

    private async Task<int> ShowAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new SuggestEscalationRequest { Record = session.Get(record) };
        var reply = await session.AskAsync(
            options => session.Cases.SuggestEscalationAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        foreach (var advice in reply.Advices)
        {
            Write(session.Screen, advice);
            session.Screen.Line();
        }

        session.Screen.Line(reply.StandingText);
        session.Screen.Quiet(FactsText.Of(reply.Facts, "recipient", "recipients"));
        return ExitCode.Done;
    }

    private static void Write(Screen screen, EscalationAdvice advice)
    {
        screen.Strong($"{advice.Timer.Recipient}   {advice.Timer.ReferenceNumber}   {advice.Headline}");
        if (advice.Channel is { } use)
        {
            screen.Strong($"{use.Type}   {use.Value}{(use.Extension.Length > 0 ? $"  ext. {use.Extension}" : "")}");
        }

        foreach (var line in advice.Lines)
        {
            screen.Indented(line);
        }

        screen.Line($"say       {advice.Say}");
        screen.Line($"spelled   {advice.ReferenceSpelled}");
        screen.Line($"timer     {advice.Timer.Sentence} ({advice.Timer.Basis})");
        foreach (var tried in advice.Tried)
        {
            screen.Line($"tried     {tried}");
        }

        screen.Quiet($"then: `cbmx case escalate {advice.Timer.ReferenceNumber} --done OUTCOME`");
    }
}
