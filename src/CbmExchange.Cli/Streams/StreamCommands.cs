using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Streams;

/// <summary>Streams to and from peers, and what was refused.</summary>
internal static class StreamCommands
{
    public static CbmxCommand Streams(CliContext context)
    {
        var command = new CbmxCommand(
            "streams",
            "Both directions of every peer. Received, stored and applied are three watermarks.",
            "cbmx streams",
            "cbmx stream export XB --direction out --to XA-to-XB.stream");
        command.Aliases.Add("stream");
        return context.Run(command.With(StreamExport.Build(context)), async (session, cancellation) =>
        {
            var all = await ReadAsync(session, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var table = new TextTable(
                "peer", "way", "gen", "size", "received", "stored", "applied", "state", "last contact", "fault");
            foreach (var one in all.Streams)
            {
                table.Row(
                    one.Designator, one.Direction, $"{one.Generation}", $"{one.Size}", $"{one.Received}",
                    $"{one.Stored}", $"{one.Applied}", one.State, TimeText.Of(one.LastContact), one.Fault);
            }

            session.Screen.Table(table);
            session.Screen.Quiet(FactsText.Of(all.Facts, "stream", "streams"));
            return ExitCode.Done;
        });
    }

    public static CbmxCommand Quarantine(CliContext context)
    {
        var command = new CbmxCommand(
            "quarantine",
            "Input of peers that was refused by name and kept as evidence.",
            "cbmx quarantine");
        return context.Run(command, async (session, cancellation) =>
        {
            var all = await session.AskAsync(
                options => session.Administration.ListQuarantineAsync(new ListQuarantineRequest(), options),
                cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var table = new TextTable("at", "from", "fault", "what it means", "evidence", "bytes");
            foreach (var item in all.Items)
            {
                table.Row(
                    TimeText.Of(item.At), item.FromPeer, item.Fault, item.Sentence, item.EvidenceId,
                    $"{item.EvidenceBytes}");
            }

            session.Screen.Table(table);
            session.Screen.Quiet(FactsText.Of(all.Facts, "item", "items"));
            return ExitCode.Done;
        });
    }

    public static Task<ListStreamsResponse> ReadAsync(NodeSession session, CancellationToken cancellation) =>
        session.AskAsync(
            options => session.Administration.ListStreamsAsync(new ListStreamsRequest(), options), cancellation);
}
