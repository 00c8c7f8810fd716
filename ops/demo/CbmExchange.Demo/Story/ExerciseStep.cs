using System.Globalization;
using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>XA plays an exercise with XB while actual cases go on; then something really happens.</summary>
internal static class ExerciseStep
{
    private const string Exercise = "EX-QUIET-LINE";

    private static readonly string[] Inside = ["--context", "exercise", "--exercise-id", Exercise];

    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("An exercise beside actual cases: it reaches who consented, and nothing else of theirs");
        var announced = await AnnounceAsync(cast, cancellation).ConfigureAwait(false);
        await ConsentAsync(cast, announced, cancellation).ConfigureAwait(false);
        var played = await PlayedAsync(cast, cancellation).ConfigureAwait(false);
        await cast.At(cast.Xb, "duty").ShowAsync(
            cancellation, "inbox", "--exercise-id", Exercise, "--lang", "fr").ConfigureAwait(false);
        await cast.At(cast.Xb, "duty").DoAsync<AcknowledgeResponse>(
            cancellation, "acknowledge", played.ReferenceNumber, "--desk", "XB duty desk").ConfigureAwait(false);
        await ApartAsync(cast, played, cancellation).ConfigureAwait(false);
        await RealAsync(cast, played, cancellation).ConfigureAwait(false);
        var report = await cast.At(cast.Xa, "duty").ShowAsync(cancellation, "exercise", "report", Exercise)
            .ConfigureAwait(false);
        cast.Narrator.Check(
            report.StartsWith("EXERCISE EXERCISE EXERCISE", StringComparison.Ordinal)
            && report.Contains("acknowledged", StringComparison.Ordinal),
            "the report for the talk afterwards stands between its banners");
    }

    private static async Task<string> AnnounceAsync(Cast cast, CancellationToken cancellation)
    {
        var file = Path.Combine(cast.Work, "exercise.json");
        await File.WriteAllTextAsync(file, await ContentAsync(cast, cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        var draft = await cast.At(cast.Xa, "author").DoAsync<RecordCommandReply>(
            cancellation, ["record", "draft", "--type", "exercise", "--file", file, .. Inside]).ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xa, "author", draft.RecordId, cancellation).ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xa, draft.RecordId, cancellation, "--to", "state:XB", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        await cast.UntilHeldAsync(cast.Xb, draft.RecordId, _ => true, "XB knows of the exercise", cancellation)
            .ConfigureAwait(false);
        cast.Narrator.Check(true, "XB knows the exercise, its director, its limits and how a real event is told");
        return draft.RecordId;
    }

    private static async Task ConsentAsync(Cast cast, string announced, CancellationToken cancellation)
    {
        var file = Path.Combine(cast.Work, "consent.json");
        await File.WriteAllTextAsync(
            file, JsonSerializer.Serialize(new { announcementId = announced, answer = "consents" }), cancellation)
            .ConfigureAwait(false);
        var draft = await cast.At(cast.Xb, "author").DoAsync<RecordCommandReply>(
            cancellation, ["record", "draft", "--type", "exercise-consent", "--file", file, .. Inside])
            .ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xb, "author", draft.RecordId, cancellation).ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xb, draft.RecordId, cancellation, "--to", "state:XA", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        var known = await Patience.UntilAsync(
            () => cast.At(cast.Xa, "duty")
                .TryAskAsync<ListExercisesResponse>(cancellation, "exercise", "show", Exercise),
            all => all.Exercises.Any(one => one.Consented.Contains("XB")),
            "XA knows that XB consented",
            cancellation).ConfigureAwait(false);
        cast.Narrator.Check(
            known.Exercises.Single().Consented.Contains("XB"),
            "XB consented by a record of its own; before that XA sends it nothing of the play");
    }

    private static async Task<string> ContentAsync(Cast cast, CancellationToken cancellation)
    {
        var participants = await cast.At(cast.Xa, "duty").AskAsync<ListParticipantsResponse>(
            cancellation, "peer", "list").ConfigureAwait(false);
        string IdOf(string designator) =>
            participants.Participants.Single(one => one.Designator == designator).ParticipantId;
        object Consent(string designator) => new
        {
            participantId = IdOf(designator),
            consentReference = $"Note of {designator}, 4/26",
            consentedOn = "2026-01-10",
        };
        var now = TimeProvider.System.GetUtcNow();
        return JsonSerializer.Serialize(new
        {
            subject = Text("Exercise of XA"),
            name = Text("Exercise Quiet Line"),
            directorId = IdOf("XA"),
            participants = new[] { Consent("XA"), Consent("XB") },
            startsAt = now.AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture),
            endsAt = now.AddHours(3).ToString("O", CultureInfo.InvariantCulture),
            objective = Text("To try the templates of messages."),
            scenarioDesignators = new[] { "XP" },
            noDuffProcedure = Text("Say NO DUFF first, by telephone; the director pauses the exercise."),
        });
    }

    private static object[] Text(string text) => [new { lang = "en", text, status = "authoritative" }];

    private static async Task<RecordCommandReply> PlayedAsync(Cast cast, CancellationToken cancellation)
    {
        var draft = await cast.At(cast.Xa, "duty").DoAsync<RecordCommandReply>(
            cancellation,
            [
                "notify", "--to", "XB", "--precedence", "priority", "--stage", "initial", "--purpose", "inform",
                "--subject", "XP sees a disruption of its ports", "--summary", "A fictional State sees a disruption.",
                "--cross-border", "possible", "--malice-suspected", "unknown", .. Inside,
            ]).ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xa, "duty", draft.RecordId, cancellation).ConfigureAwait(false);
        var wide = await cast.At(cast.Xa, "authority").RunAsync(
            cancellation, "release", draft.RecordId, "--to", "state:XB", "--to", "secretariat:XO", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        cast.Narrator.Check(
            wide.ExitCode != 0, $"to XO it does not leave, since XO takes no part: {wide.Error.Trim().Split('\n')[0]}");
        await Publishing.ReleaseAsync(
            cast, cast.Xa, draft.RecordId, cancellation, "--to", "state:XB", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        await cast.UntilHeldAsync(cast.Xb, draft.RecordId, _ => true, "XB holds the exercise message", cancellation)
            .ConfigureAwait(false);
        return draft;
    }

    private static async Task ApartAsync(Cast cast, RecordCommandReply played, CancellationToken cancellation)
    {
        var feed = await cast.At(cast.Xb, "duty").AskEachAsync<FeedItem>(cancellation, "feed", "--until-caught-up")
            .ConfigureAwait(false);
        cast.Narrator.Check(
            feed.Count > 0 && feed.All(item => item.Record.Context == "actual"),
            $"XB's actual feed has {feed.Count} changes, none of the exercise");
        cast.Narrator.Check(
            await cast.HeldAsync(cast.Xo, played.RecordId, cancellation).ConfigureAwait(false) is null,
            "XO holds nothing of it");
    }

    private static async Task RealAsync(Cast cast, RecordCommandReply played, CancellationToken cancellation)
    {
        var real = await cast.At(cast.Xb, "duty").DoAsync<RecordCommandReply>(
            cancellation, "exercise", "no-duff", played.ReferenceNumber,
            "--summary", "One of our ports is really closed; this is not part of the play.").ConfigureAwait(false);
        await cast.At(cast.Xb, "duty").DoAsync<RecordCommandReply>(cancellation, "submit", real.RecordId)
            .ConfigureAwait(false);
        await cast.At(cast.Xb, "duty").DoAsync<ReleaseRecordResponse>(
            cancellation, "release", real.RecordId, "--to", "state:XA", "--tlp", "TLP:AMBER",
            "--break-glass", "Nobody else is on duty.").ConfigureAwait(false);
        var held = await cast.UntilHeldAsync(
            cast.Xa, real.RecordId, _ => true, "XA holds the NO DUFF message", cancellation).ConfigureAwait(false);
        cast.Narrator.Check(
            held is { Context: "actual", ExerciseId: "" }, "NO DUFF: a case of its own at XA, actual and no exercise");
        var notice = await cast.At(cast.Xa, "author").DoAsync<RecordCommandReply>(
            cancellation, "exercise", "pause", Exercise, "--no-duff", "--reason", "A port is really closed.")
            .ConfigureAwait(false);
        await cast.At(cast.Xa, "authority").DoAsync<RecordCommandReply>(cancellation, "clear", notice.RecordId)
            .ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xa, notice.RecordId, cancellation, "--to", "state:XB", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        var known = await Patience.UntilAsync(
            () => cast.At(cast.Xb, "duty").TryAskAsync<ListExercisesResponse>(cancellation, "exercise", "show", Exercise),
            answer => answer.Exercises.Any(one => one.Phase == "paused"),
            "XB sees the exercise paused",
            cancellation).ConfigureAwait(false);
        cast.Narrator.Check(
            known.Exercises.Single().ForRealEvent, "XB sees the exercise paused by its director, for a real event");
    }
}
