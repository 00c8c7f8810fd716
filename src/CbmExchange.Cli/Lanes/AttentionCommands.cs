using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Lanes;

/// <summary>
/// The technical lane asks the political lane of the same State to look. Nothing of it leaves the node.
/// </summary>
internal static class AttentionCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand(
            "attention", "From the technical to the political lane of your own State; nothing of it leaves the node.")
            .With(Suggest(context), List(context));

    private static CbmxCommand Suggest(CliContext context)
    {
        var record = new RecordTarget().Record;
        var note = new Option<string>("--note")
        {
            Description = "Why, in your words.", HelpName = "TEXT", Required = true,
        };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "suggest",
            "Suggest to those who speak for your State to look at a record. They decide whether anything leaves.",
            "cbmx attention suggest XB-2026-7K3QD4 --note \"Two ministries asked us about it.\"");
        return context.Run(command.With(record, note, commandId), async (session, cancellation) =>
        {
            var request = new SuggestPoliticalAttentionRequest
            {
                CommandId = session.CommandId(commandId), Record = session.Get(record)!, Note = session.Get(note)!,
            };
            var reply = await session.AskAsync(
                options => session.Lanes.SuggestPoliticalAttentionAsync(request, options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
            }
            else
            {
                session.Screen.Strong($"Suggested at {TimeText.Of(reply.SuggestedAt)}. Only your own State knows.");
            }

            return ExitCode.Done;
        });
    }

    private static CbmxCommand List(CliContext context)
    {
        var command = new CbmxCommand(
            "list",
            "What the technical lane of your State suggests to look at, the newest first.",
            "cbmx attention list");
        return context.Run(command, async (session, cancellation) =>
        {
            var reply = await session.AskAsync(
                options => session.Lanes.ListPoliticalAttentionAsync(new ListPoliticalAttentionRequest(), options),
                cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            foreach (var one in reply.Suggestions)
            {
                var number = one.ReferenceNumber.Length > 0 ? one.ReferenceNumber : one.RecordId;
                var ofCase = one.CaseId.Length > 0 ? $"   case {one.CaseId}" : "";
                session.Screen.Strong(
                    $"{TimeText.Of(one.SuggestedAt)}   {number}   {one.RecordType} of {one.Originator}{ofCase}");
                foreach (var line in new[] { one.Note, one.ForOtherDesk, one.Notice }.Where(line => line.Length > 0))
                {
                    session.Screen.Indented(line);
                }
            }

            session.Screen.Quiet(FactsText.Of(reply.Facts, "suggestion", "suggestions"));
            return ExitCode.Done;
        });
    }
}
