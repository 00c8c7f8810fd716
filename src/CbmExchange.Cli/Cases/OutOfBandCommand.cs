using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Cases;

/// <summary>Keeps what was said or sent by telephone, courier or embassy.</summary>
internal sealed class OutOfBandCommand
{
    private static readonly string[] Directions = ["sent", "received"];

    private static readonly string[] Channels =
    [
        "voice", "video", "sms", "e-mail", "fax", "courier", "embassy", "permanent-mission", "note-verbale", "meeting",
        "bundle", "other",
    ];

    private readonly Argument<string> id = CaseCommands.CaseArgument();

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    private readonly Option<string> direction = new Option<string>("--direction")
    {
        Description = "sent or received.", DefaultValueFactory = _ => "sent",
    }.AcceptOnlyFromAmong(Directions);

    private readonly Option<string> channel = new Option<string>("--channel")
    {
        Description = $"{string.Join(", ", Channels)}.", Required = true,
    }.AcceptOnlyFromAmong(Channels);

    private readonly Option<string?> with = new("--with")
    {
        Description = "The State (designator).", HelpName = "STATE",
    };

    private readonly Option<string?> who = new("--who")
    {
        Description = "Desk or post spoken to, never a person's name.", HelpName = "DESK",
    };

    private readonly Option<DateTimeOffset?> at = TimeArgument.Option("--at", "When it was (else now).");

    private readonly Option<string?> number = new("--reference")
    {
        Description = "Number that was quoted.", HelpName = "NUMBER",
    };

    private readonly Option<string?> about = new("--about")
    {
        Description = "The message it was about.", HelpName = "RECORD",
    };

    private readonly Option<string> summary = new("--summary")
    {
        Description = "What was said.", HelpName = "TEXT", Required = true,
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new OutOfBandCommand();
        var command = new CbmxCommand(
            "out-of-band",
            "Keep what was said or sent beside the platform: by telephone, courier, embassy.",
            "cbmx case out-of-band XA-2026-7K3QD4 --with XB --who \"duty desk\" --channel voice " +
            "--at 2026-11-22T03:40Z --summary \"Read out the number; they will look.\"");
        command.With(
            self.id, self.direction, self.channel, self.with, self.who, self.at, self.number, self.about, self.summary,
            self.commandId);
        return context.Run(command, (session, cancellation) =>
        {
            var request = self.RequestOf(session);
            return CaseCommands.DoneAsync(
                session, options => session.Cases.RecordOutOfBandAsync(request, options), "Kept.", cancellation);
        });
    }

    private RecordOutOfBandRequest RequestOf(NodeSession session) => new()
    {
        CommandId = session.CommandId(commandId),
        Case = session.Get(id),
        Talk = new OutOfBand
        {
            Direction = session.Get(direction),
            Channel = session.Get(channel),
            Participant = session.Get(with) ?? "",
            Who = session.Get(who) ?? "",
            OccurredAt = TimeArgument.Stamp(session.Get(at))
                ?? Timestamp.FromDateTimeOffset(session.Shell.Time.GetUtcNow()),
            ReferenceNumber = session.Get(number) ?? "",
            Record = session.Get(about) ?? "",
            Summary = session.Get(summary),
        },
    };
}
