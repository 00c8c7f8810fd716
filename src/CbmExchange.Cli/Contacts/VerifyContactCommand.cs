using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>Keeps what came of reaching a contact of another State.</summary>
internal sealed class VerifyContactCommand
{
    private static readonly string[] Methods = ["check", "call-back", "real-use"];

    private static readonly string[] Results =
    [
        "acknowledged-in-time", "acknowledged-late", "delivered-no-human", "undeliverable", "wrong-contact",
        "language-barrier", "no-reply", "declined",
    ];

    private readonly Argument<string> record = new RecordTarget().Record;

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    private readonly Option<string> channel = new("--channel")
    {
        Description = "Id of the channel tried, as `cbmx contact show` prints it.",
        HelpName = "ID",
        Required = true,
    };

    private readonly Option<string> method = new Option<string>("--method")
    {
        Description = $"How it was tried: {string.Join(", ", Methods)}.",
        DefaultValueFactory = _ => "call-back",
    }.AcceptOnlyFromAmong(Methods);

    private readonly Option<string> result = new Option<string>("--result")
    {
        Description = $"What came of it: {string.Join(", ", Results)}. An automatic reply is delivered-no-human.",
        Required = true,
    }.AcceptOnlyFromAmong(Results);

    private readonly Option<DateTimeOffset?> at = TimeArgument.Option("--at", "When it was tried (else now).");

    private readonly Option<string?> note = new("--note")
    {
        Description = "One line in your words; stays in this node.",
        HelpName = "TEXT",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new VerifyContactCommand();
        var command = new CbmxCommand(
            "verify",
            "Keep what came of reaching a contact of another State. It stays in this node: nobody is told.",
            "cbmx contact verify XB-2026-4M8TWN --channel duty-phone --result acknowledged-in-time",
            "cbmx contact verify XB-2026-4M8TWN --channel mail --method check --result undeliverable --note bounced");
        command.With(self.record, self.channel, self.method, self.result, self.at, self.note, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new RecordVerificationRequest
        {
            CommandId = session.CommandId(commandId),
            Record = session.Get(record)!,
            ChannelId = session.Get(channel)!,
            Method = session.Get(method)!,
            Result = session.Get(result)!,
            TriedAt = TimeArgument.Stamp(session.Get(at)),
            Note = session.Get(note) ?? "",
        };
        var reply = await session.AskAsync(
            options => session.Directory.RecordVerificationAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong($"Kept: {reply.ChannelId}, {request.Method}, {request.Result}, " +
            $"{TimeText.Of(reply.TriedAt)}.");
        session.Screen.Quiet($"id {reply.RecordId}   `cbmx contact show` prints how fresh each channel is");
        return ExitCode.Done;
    }
}
