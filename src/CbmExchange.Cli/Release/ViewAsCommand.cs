using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Release;

/// <summary>"Show me what State X can see": computed from the releases.</summary>
internal static class ViewAsCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var participant = new Argument<string>("participant") { Description = "Designator or id.", HelpName = "STATE" };
        var full = new Option<bool>("--full") { Description = "With the content, exactly as it can be read there." };
        var until = TimeArgument.Option(
            "--until", "As it was at this moment; a date alone is its beginning, UTC. Else as it is now.");
        var command = new CbmxCommand(
            "view-as",
            "Show what one participant was given by this node. What is not in the list did not leave.",
            "cbmx view-as XB",
            "cbmx view-as XB --full",
            "cbmx view-as XB --until 2026-06-01");
        return context.Run(command.With(participant, full, until), async (session, cancellation) =>
        {
            var at = TimeArgument.Stamp(session.Get(until));
            var all = await ReadAllAsync(session, session.Get(participant)!, at, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var node = await NodeOfAsync(session, session.Get(participant)!, cancellation).ConfigureAwait(false);
            session.Screen.Strong(
                $"What {session.Get(participant)} was given by this node{(at is null ? "" : $" until {TimeText.Of(at)}")}"
                + node);
            Write(session.Screen, all, session.Get(full));
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ViewAsResponse all, bool full)
    {
        if (all.Items.Count == 0)
        {
            screen.Line("Nothing: no record of this node that you may read was released to it.");
        }
        else if (full)
        {
            WriteFull(screen, all);
        }
        else
        {
            WriteTable(screen, all);
        }

        if (all.Items.Any(item => item.ContentJson.Length == 0))
        {
            screen.Quiet("Your role sees which version went out, not what it says.");
        }

        if (all.Items.Any(item => item.TakenBack))
        {
            screen.Quiet("given back: known only from what it gave back after a backup was restored.");
        }

        screen.Quiet(FactsText.Of(all.Facts, "record", "records"));
    }

    private static void WriteFull(Screen screen, ViewAsResponse all)
    {
        foreach (var item in all.Items)
        {
            var given = GivenContent.Of(item);
            screen.Strong($"{given.Number}  {given.Title}".TrimEnd());
            screen.Line($"{item.RecordType}  {StandingOf(item)}  id {item.RecordId}");
            screen.Line(MarkingText.Of(item.Marking));
            screen.Indented(JsonText.Reflow(item.ContentJson));
        }
    }

    private static void WriteTable(Screen screen, ViewAsResponse all)
    {
        var table = new TextTable("record", "title", "type", "standing", "marking", "given");
        foreach (var item in all.Items)
        {
            var given = GivenContent.Of(item);
            table.Row(
                given.Number, given.Title, item.RecordType, StandingOf(item), item.Marking?.Tlp ?? "",
                PathsText.Count(item.ClaimPaths));
        }

        screen.Table(table);
    }

    // Given is not fetched: without a node, everything waits here.
    private static async Task<string> NodeOfAsync(
        NodeSession session, string participant, CancellationToken cancellation)
    {
        var known = await session.AskAsync(
            options => session.Directory.ListParticipantsAsync(new ListParticipantsRequest(), options), cancellation)
            .ConfigureAwait(false);
        var named = known.Participants.FirstOrDefault(one =>
            one.Designator.Equals(participant, StringComparison.OrdinalIgnoreCase)
            || one.ParticipantId.Equals(participant, StringComparison.OrdinalIgnoreCase));
        return named?.Node.StartsWith("waiting", StringComparison.Ordinal) == true
            ? ". No node of it is admitted yet: all of this waits, nothing was fetched."
            : ".";
    }

    private static string StandingOf(ViewAsItem item) =>
        (item.Withdrawn ? item.Notice.Length > 0 ? item.Notice : "withdrawn"
            : item.NarrowedAt is not null ? $"narrowed {TimeText.Of(item.NarrowedAt)}"
            : $"released {TimeText.Of(item.ReleasedAt)}")
        + (item.TakenBack ? ", given back" : "");

    private static async Task<ViewAsResponse> ReadAllAsync(
        NodeSession session, string participant, Timestamp? until, CancellationToken cancellation)
    {
        var request = new ViewAsRequest
        {
            Participant = participant,
            PageSize = ReadingCommands.PageItems,
            Until = until,
        };
        var all = new ViewAsResponse();
        for (var page = 0; page < ReadingCommands.PagesMax; page++)
        {
            var answer = await session.AskAsync(
                options => session.Publishing.ViewAsAsync(request, options), cancellation).ConfigureAwait(false);
            all.Items.Add(answer.Items);
            all.Facts = Facts.Joined(all.Facts, answer.Facts, all.Items.Count);
            request.PageToken = answer.NextPageToken;
            if (answer.NextPageToken.Length == 0)
            {
                break;
            }
        }

        return all;
    }
}
