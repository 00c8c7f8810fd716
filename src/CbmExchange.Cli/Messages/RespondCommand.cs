using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Messages;

/// <summary>Answers a message: a phrase leaves at once, words of one's own take a second person.</summary>
internal sealed class RespondCommand
{
    private readonly Argument<string> record = new RecordTarget().Record;

    private readonly Option<string?> kind = new Option<string?>("--kind")
    {
        Description = "What the answer is. Left out with --phrase.",
        HelpName = "KIND",
    }.AcceptOnlyFromAmong("holding-reply", "information", "clarification", "assistance", "decline");

    private readonly Option<string?> phrase = new("--phrase")
    {
        Description = "Answer with a phrase of the library (`cbmx phrases`), e.g. please-wait. It leaves at once.",
        HelpName = "PHRASE",
    };

    private readonly Option<string[]> text = new("--text")
    {
        Description = "Your own words; they take a second person before they leave.",
        HelpName = "[LANG:]TEXT",
    };

    private readonly Option<string> lang = new("--lang")
    {
        Description = "Language that is meant: of the phrase, or of texts without one.",
        HelpName = "TAG",
        DefaultValueFactory = _ => "en",
    };

    private readonly Option<DateTimeOffset?> answerBy = TimeArgument.Option(
        "--answer-by", "When an answer can be expected.");

    private readonly Option<string?> contact = new("--contact")
    {
        Description = "Your contact for what follows; with --phrase wrong-office the right one.",
        HelpName = "RECORD",
    };

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new RespondCommand();
        var command = new CbmxCommand(
            "respond",
            "Answer a message. With --phrase it leaves at once: it only says that a person is there. With --text it " +
            "is a draft: then `cbmx submit`, and a second person clears it and releases it to who wrote the message.",
            "cbmx respond XB-2026-7K3QD4 --phrase please-wait --answer-by 2026-11-22T05:00Z",
            "cbmx respond XB-2026-7K3QD4 --phrase wrong-office --contact XA-2026-2C4D6F",
            "cbmx respond XB-2026-7K3QD4 --kind clarification --text \"These are our planned scans.\"",
            "cbmx respond XB-2026-7K3QD4 --kind decline");
        return context.Run(
            command.With(
                self.record, self.kind, self.phrase, self.text, self.lang, self.answerBy, self.contact, self.commandId),
            self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        if (session.Get(kind) is null && session.Get(phrase) is null)
        {
            throw CommandStopped.Usage("Say --phrase PHRASE, or --kind KIND with --text.");
        }

        var reply = await session.AskAsync(
            options => session.Messaging.RespondAsync(RequestOf(session), options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        if (reply.Sent)
        {
            session.Screen.Strong($"Sent at {TimeText.Of(reply.SentAt)} as {CommandReplyText.NumberOf(reply.Record)}.");
            session.Screen.Line(reply.StandingText);
            return ExitCode.Done;
        }

        CommandReplyText.Write(
            session, reply.Record, "Drafted",
            "Nobody else holds it. Next: `cbmx submit`; a second person clears it and releases it to who wrote the " +
            "message, and to nobody else.");
        return ExitCode.Done;
    }

    private RespondRequest RequestOf(NodeSession session) => new()
    {
        CommandId = session.CommandId(commandId),
        Record = session.Get(record),
        Kind = session.Get(kind) ?? "",
        Phrase = session.Get(phrase) ?? "",
        Text = { TextArgument.Read(session.Get(text), [session.Get(lang)!]) },
        Language = session.Get(lang)!,
        AnswerBy = TimeArgument.Stamp(session.Get(answerBy)),
        FurtherContact = session.Get(contact) ?? "",
    };
}
