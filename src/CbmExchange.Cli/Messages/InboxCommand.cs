using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Exercises;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Messages;

/// <summary>Messages received: what is actual first, and exercises between their banners.</summary>
internal static class InboxCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var watch = new Option<bool>("--watch") { Description = "Stay, and show messages as they arrive." };
        var open = new Option<bool>("--open") { Description = "Only messages that no desk has acknowledged." };
        var asked = new ContextOptions();
        var lang = LanguageOption.New();
        var command = new CbmxCommand(
            "inbox",
            "Messages received: ACTUAL first, then tests, then exercises; in each highest precedence first.",
            "cbmx inbox --open",
            "cbmx inbox --watch",
            "cbmx inbox --exercise-id EX-2027-1");
        return context.Run(command.With([watch, open, .. asked.Symbols, lang]), (session, cancellation) =>
        {
            var request = new ListInboxRequest
            {
                OnlyUnacknowledged = session.Get(open),
                Context = asked.ContextOf(session),
                ExerciseId = asked.ExerciseOf(session),
                Lang = session.Get(lang) ?? "",
                PageSize = ReadingCommands.PageItems,
            };
            return session.Get(watch)
                ? WatchAsync(session, request, cancellation)
                : ListAsync(session, request, cancellation);
        });
    }

    private static async Task<int> ListAsync(
        NodeSession session, ListInboxRequest request, CancellationToken cancellation)
    {
        var all = await ReadAllAsync(session, request, cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(all);
            return ExitCode.Done;
        }

        foreach (var unopened in all.SealedMessages)
        {
            Write(session.Screen, unopened);
        }

        // The node gives them group by group. What is actual never stands between the banners of an exercise.
        foreach (var group in all.Items.GroupBy(item => item.Group).Select(group => group.ToArray()))
        {
            session.Screen.Between(BannerOf(group[0]), () => Write(session.Screen, group));
        }

        session.Screen.Quiet(FactsText.Of(all.Facts, "message", "messages"));
        return ExitCode.Done;
    }

    // Many messages of one case are read together, at the place of the most urgent of them: a flood of them hides
    // nothing else, and none is left out.
    private static IEnumerable<InboxItem> ByCase(Screen screen, IEnumerable<InboxItem> items)
    {
        foreach (var group in items.GroupBy(
            item => CaseOf(item.Record) is { Length: > 0 } id ? id : item.Record.RecordId))
        {
            var count = group.Count();
            if (count > 1)
            {
                screen.Strong($"case {group.Key}: {count} messages");
            }

            foreach (var item in group)
            {
                yield return item;
            }
        }
    }

    private static string CaseOf(RecordView record) =>
        RecordBodies.Of<string>(RecordBodies.ContentOf(record.Body), "case_id") ?? "";

    private static void Write(Screen screen, InboxItem[] group)
    {
        foreach (var item in ByCase(screen, group))
        {
            Write(screen, item);
            screen.Line();
        }
    }

    private static string BannerOf(InboxItem item) =>
        item.Banner.Length > 0 ? item.Banner : RecordText.IsExercise(item.Record) ? Screen.ExerciseBanner : "";

    private static async Task<int> WatchAsync(
        NodeSession session, ListInboxRequest asked, CancellationToken cancellation)
    {
        try
        {
            await SayNothingOpenAsync(session, asked, cancellation).ConfigureAwait(false);
            var request = new WatchInboxRequest
            {
                Context = asked.Context,
                ExerciseId = asked.ExerciseId,
                Lang = asked.Lang,
            };
            await FollowAsync(session, request, cancellation).ConfigureAwait(false);
        }
        catch (Exception stopped) when (NodeSession.IsStopped(stopped, cancellation))
        {
            // Ctrl-C is how a person ends it.
        }

        return ExitCode.Done;
    }

    // The stream begins with what is open and says nothing when nothing is: an empty screen would leave doubt.
    private static async Task SayNothingOpenAsync(
        NodeSession session, ListInboxRequest asked, CancellationToken cancellation)
    {
        if (session.AsJson)
        {
            return;
        }

        var request = asked.Clone();
        (request.OnlyUnacknowledged, request.PageSize) = (true, 1);
        var open = await session.AskAsync(
            options => session.Messaging.ListInboxAsync(request, options), cancellation).ConfigureAwait(false);
        if (open.Items.Count == 0)
        {
            session.Screen.Quiet("watching; nothing open");
        }
    }

    private static async Task FollowAsync(
        NodeSession session, WatchInboxRequest request, CancellationToken cancellation)
    {
        using var call = session.Messaging.WatchInbox(request, session.WatchOptions(cancellation));
        await foreach (var item in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (session.AsJson)
            {
                session.Screen.JsonLine(item);
                continue;
            }

            if (item.Sealed is { } unopened)
            {
                Write(session.Screen, unopened);
                continue;
            }

            session.Screen.Between(BannerOf(item), () => Write(session.Screen, item));
            session.Screen.Line();
        }
    }

    private static void Write(Screen screen, SealedRecord unopened)
    {
        screen.Strong($"SEALED  {unopened.RecordType}  {TimeText.Of(unopened.StoredAt)}  {unopened.Tlp}");
        screen.Line(unopened.Sentence);
        screen.Line();
    }

    private static void Write(Screen screen, InboxItem item)
    {
        screen.Strong(item.Headline.Length > 0 ? item.Headline : item.Record.Originator);
        if (item.ForOtherDesk.Length > 0)
        {
            screen.Line(item.ForOtherDesk);
            screen.Line($"stored    {TimeText.Of(item.StoredAt)}   acknowledged {Acknowledged(item)}");
            return;
        }

        var record = item.Record;
        screen.Line($"{RecordText.NumberOf(record)}   {KindOf(record)}   {MarkingText.Of(record.Marking)}");
        screen.Line($"subject   {RecordText.SubjectOf(item.Record)}");
        screen.Line($"stored    {TimeText.Of(item.StoredAt)}   acknowledged {Acknowledged(item)}");
        if (item.AnsweredAs.Length > 0)
        {
            screen.Line($"answered  {item.AnsweredAs} {TimeText.Of(item.AnsweredAt)}: `cbmx show {item.AnswerId}`");
        }

        if (item.Timer.Length > 0)
        {
            screen.Line(item.Timer);
        }

        if (record.NextUpdate.Length > 0)
        {
            screen.Line(record.NextUpdate);
        }

        if (record.State is "expired" or "withdrawn")
        {
            screen.Strong(record.State);
        }

        screen.Line(item.StandingText.Length > 0 ? item.StandingText : RecordText.StandingSentence);
    }

    // A notification says its stage; any other message what it is, and its stage where it has one.
    private static string KindOf(RecordView record)
    {
        var stage = RecordBodies.Of<string>(RecordBodies.ContentOf(record.Body), "stage") ?? "";
        return record.RecordType == "incident-notification" ? stage
            : stage.Length > 0 ? $"{record.RecordType} {stage}"
            : record.RecordType;
    }

    private static string Acknowledged(InboxItem item) => item.AcknowledgedAt is null
        ? "not yet (`cbmx acknowledge`)"
        : $"{TimeText.Of(item.AcknowledgedAt)} by {item.AcknowledgedByDesk}";

    private static async Task<ListInboxResponse> ReadAllAsync(
        NodeSession session, ListInboxRequest request, CancellationToken cancellation)
    {
        var all = new ListInboxResponse();
        for (var page = 0; page < ReadingCommands.PagesMax; page++)
        {
            var answer = await session.AskAsync(
                options => session.Messaging.ListInboxAsync(request, options), cancellation).ConfigureAwait(false);
            all.Items.Add(answer.Items);
            all.SealedMessages.Add(answer.SealedMessages);
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
