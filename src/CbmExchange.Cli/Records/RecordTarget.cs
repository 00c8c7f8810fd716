using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>
/// The record that a command is about: a UUID or a reference number, and the version the caller expects.
/// </summary>
internal sealed class RecordTarget
{
    public Argument<string> Record { get; } = new("record")
    {
        Description = "The record: its reference number (e.g. XA-2026-7K3QD4) or its id.",
        HelpName = "RECORD",
    };

    public Option<long?> ExpectedVersion { get; } = new("--expected-version")
    {
        Description = "Refuse unless the node holds exactly this version (else the current one is looked up).",
        HelpName = "NUMBER",
        CustomParser = result => NumberArgument.Read(result, "--expected-version", 0, long.MaxValue, ""),
    };

    public Option<string?> CommandId { get; } = CliContext.CommandIdOption();

    /// <summary>All three, in the order of help.</summary>
    public Symbol[] Symbols => [Record, ExpectedVersion, CommandId];

    /// <summary>Whether its delivery is receipted; false too when nobody had to look the record up.</summary>
    public bool IsReceipted { get; private set; }

    /// <summary>Finds the record and builds the command on it.</summary>
    public async Task<RecordCommand> CommandAsync(NodeSession session, CancellationToken cancellation)
    {
        var record = session.Get(Record)!;
        var expected = session.Get(ExpectedVersion);
        var commandId = session.CommandId(CommandId);
        if (expected is { } version && Guid.TryParse(record, out var id))
        {
            return new RecordCommand { CommandId = commandId, RecordId = id.ToString(), ExpectedVersion = version };
        }

        var held = await ReadAsync(session, record, cancellation).ConfigureAwait(false);
        IsReceipted = RecordText.IsReceipted(held);
        return new RecordCommand
        {
            CommandId = commandId,
            RecordId = held.RecordId,
            ExpectedVersion = expected ?? held.HeldVersion,
        };
    }

    /// <summary>Reads a record by id or reference number.</summary>
    public static Task<RecordView> ReadAsync(NodeSession session, string record, CancellationToken cancellation) =>
        session.AskAsync(
            options => session.Publishing.GetRecordAsync(new GetRecordRequest { Record = record }, options),
            cancellation);
}
