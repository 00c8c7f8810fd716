using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Library;

/// <summary>Every change of what was released to this participant, withdrawals included.</summary>
internal static class FeedCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var resume = new Option<string?>("--resume")
        {
            Description = "Go on after this token; the last line shows it.",
            HelpName = "TOKEN",
        };
        var caughtUp = new Option<bool>("--until-caught-up") { Description = "End after what is there now." };
        var types = new Option<string[]>("--type") { Description = "Only this record type. Repeat for several." }
            .Offer(RecordBodies.Types);
        var contexts = new Option<string[]>("--context") { Description = "actual (default), exercise, test." }
            .Offer("actual", "exercise", "test");
        var exercises = new Option<string[]>("--exercise-id")
        {
            Description = "Changes of this exercise, with --context exercise. Repeat for several.",
            HelpName = "EXERCISE",
        };
        var command = new CbmxCommand(
            "feed",
            "Follow every change of what was released to this participant. With the last token: no duplicate, no loss.",
            "cbmx feed --until-caught-up --json",
            "cbmx feed --resume TOKEN"
        );
        return context.Run(
            command.With(resume, caughtUp, types, contexts, exercises),
            (session, cancellation) =>
            {
                var request = new SubscribeRequest
                {
                    ResumeToken = session.Get(resume) ?? "",
                    UntilCaughtUp = session.Get(caughtUp),
                    RecordTypes = { session.Get(types) ?? [] },
                    Contexts = { session.Get(contexts) ?? [] },
                    ExerciseIds = { session.Get(exercises) ?? [] },
                };
                return FollowAsync(session, request, cancellation);
            }
        );
    }

    private static async Task<int> FollowAsync(
        NodeSession session,
        SubscribeRequest request,
        CancellationToken cancellation
    )
    {
        var options = request.UntilCaughtUp ? session.Options(cancellation) : session.WatchOptions(cancellation);
        using var call = session.Feed.Subscribe(request, options);
        var count = 0;
        var token = request.ResumeToken;
        try
        {
            await foreach (var item in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                Write(session, item);
                count++;
                token = item.ResumeToken;
            }
        }
        catch (Exception stopped) when (NodeSession.IsStopped(stopped, cancellation))
        {
            // Ctrl-C is how a person ends it; the token below is what they need next.
        }
        catch (RpcException) when (count > 0)
        {
            WriteEnd(session, count, token);
            throw;
        }

        WriteEnd(session, count, token);
        return ExitCode.Done;
    }

    private static void WriteEnd(NodeSession session, int count, string token)
    {
        if (!session.AsJson)
        {
            var resume = token.Length > 0 ? $" · resume with {token}" : "";
            session.Screen.Quiet($"{count} {(count == 1 ? "change" : "changes")} visible to you{resume}");
        }
    }

    private static void Write(NodeSession session, FeedItem item)
    {
        if (session.AsJson)
        {
            session.Screen.JsonLine(item);
        }
        else
        {
            Write(session.Screen, item);
        }
    }

    private static void Write(Screen screen, FeedItem item) =>
        screen.WithBanner(
            RecordText.IsExercise(item.Record),
            () =>
            {
                screen.Line(
                    $"{TimeText.Of(item.AsOf)}  {item.Change, -10}  {item.Record.Originator, -4}  "
                        + $"{RecordText.NumberOf(item.Record)}  {item.Record.RecordType}  {item.Record.Marking?.Tlp}  "
                        + $"{RecordText.SubjectOf(item.Record)}"
                );
                if (item.Record.Notice.Length > 0)
                {
                    screen.Indented(item.Record.Notice);
                }
            }
        );
}
