using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Documents;
using CbmExchange.Store.Readings;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Store.Tests.Readings;

/// <summary>
/// Exercise traffic that arrives where it does not belong is kept and listed apart, and a rebuild puts aside exactly
/// the same, although by then more is known of the exercise, and it is later.
/// </summary>
public sealed class AsideTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const string Exercise = "EX-1";
    private const string Flash = """{"precedence":"flash"}""";

    private readonly SigningPeer director = new(1) { ExerciseId = Exercise };
    private readonly SigningPeer stranger = new(2) { ExerciseId = Exercise };
    private PostgresEventStore store = null!;
    private ProjectionRunner runner = null!;
    private ReadModels models = null!;

    public async Task InitializeAsync()
    {
        store = await postgres.OpenStoreAsync(schema: postgres.NewSchema());
        var projection = new ReadingsProjection(
            store.PeerStreams,
            (id, _, _) => ValueTask.FromResult(
                new[] { director, stranger }.FirstOrDefault(peer => peer.Id == id)?.Keys));
        runner = new ProjectionRunner(store, [projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync();
        models = new ReadModels(store, projection, runner);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task What_came_before_within_and_after_is_judged_by_its_place_in_the_log_and_by_nothing_later()
    {
        await SendAsync(director, 1, "incident-notification", Flash);
        await SendAsync(director, 2, "exercise", Announcement(SigningPeer.Self.Value));
        await SendAsync(director, 7, "incident-notification", Flash);
        await ConsentAsync();
        await SendAsync(director, 3, "incident-notification", Flash);
        await SendAsync(stranger, 4, "incident-notification", Flash);
        await SendAsync(director, 5, "exercise-notice", """{"precedence":"routine","kind":"end-early"}""");
        await SendAsync(director, 6, "incident-notification", Flash);
        await runner.CatchUpAsync();

        var live = await ReasonsAsync();
        Assert.Equal(
            [
                (1, AsideReasons.NotKnown), (4, AsideReasons.SenderNotAParticipant), (6, AsideReasons.AfterTheEnd),
                (7, AsideReasons.NotConsented),
            ],
            live);
        Assert.Equal([3, 5], await InboxAsync());

        await runner.RebuildAsync("readings");

        Assert.Equal(live, await ReasonsAsync());
        Assert.Equal([3, 5], await InboxAsync());
    }

    [Fact]
    public async Task What_is_put_aside_is_in_no_feed_no_record_and_no_search()
    {
        await SendAsync(director, 2, "exercise", Announcement(stranger.Id.Value));
        await SendAsync(director, 3, "advisory", """{"title":[{"lang":"en","text":"t","status":"authoritative"}]}""");
        await runner.CatchUpAsync();

        Assert.Equal(
            [(2, AsideReasons.NotAParticipant), (3, AsideReasons.NotKnown)], await ReasonsAsync());
        Assert.Empty(await models.Records.FindHeldAsync(Id(3), CancellationToken.None));
        Assert.Empty(await models.Feed.AfterAsync(
            ReadingPlace.Start, [.. RecordTypes.All], ["actual", "exercise"], [Exercise], 9, CancellationToken.None));
        Assert.Empty(await models.Library.SearchAsync(
            new LibraryQuery
            {
                OwnTypes = [], HeldTypes = [.. RecordTypes.All], Context = "exercise", ExerciseId = Exercise,
                CountMax = 9,
            },
            CancellationToken.None));
        Assert.True(await models.Exercises.IsAsideAsync(director.Stream, 1, CancellationToken.None));
        Assert.False(await models.Exercises.IsAsideAsync(stranger.Stream, 1, CancellationToken.None));
    }

    [Fact]
    public async Task A_withdrawal_reaches_what_was_put_aside_and_a_correction_what_is_held_after_the_end_too()
    {
        await SendAsync(director, 1, "incident-notification", Flash);
        await SendAsync(director, 2, "exercise", Announcement(SigningPeer.Self.Value));
        await ConsentAsync();
        await SendAsync(director, 3, "incident-notification", Flash);
        await SendAsync(director, 5, "exercise-notice", """{"precedence":"routine","kind":"end-early"}""");
        await director.SendAsync(
            store,
            PeerEntryBuilder.Withdrawn(
                new RecordId(Id(1)), "incident-notification", new ContentHash(new string('c', 64)), "issued-in-error",
                "stop-using", TimeProvider.System.GetUtcNow()),
            director.Entry(
                Id(3), "incident-notification", """{"precedence":"routine"}""",
                CbmExchange.Domain.Release.EntryKinds.Corrected));
        await runner.CatchUpAsync();

        var aside = Assert.Single(await models.Exercises.AsideAsync(
            Exercise, [.. RecordTypes.All], null, 9, CancellationToken.None));
        Assert.NotNull(aside.WithdrawnAt);
        var held = Assert.Single(await models.Records.FindHeldAsync(Id(3), CancellationToken.None));
        Assert.Contains("routine", held.Content.Claims.GetRawText(), StringComparison.Ordinal);
    }

    // This State consents to exercise 2 of the director: drafted, cleared, released.
    private async Task ConsentAsync()
    {
        var id = new RecordId(Id(90));
        var (now, officer) = (TimeProvider.System.GetUtcNow(), new OfficerId("officer"));
        var content = RecordContent.Parse($$"""{"announcementId":"{{Id(2)}}","answer":"consents"}""");
        var header = new RecordHeader
        {
            Originator = SigningPeer.Self,
            RecordId = id,
            RecordType = ExerciseConsent.RecordType,
            SchemaVersion = ContentRules.SchemaVersion,
            Context = "exercise",
            ExerciseId = Exercise,
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var hash = new ContentHash(new string('d', 64));
        var recipient = new RecipientRelease
        {
            Participant = director.Id,
            Paths = ClaimPath.Of(content),
            Marking = new Domain.Release.Marking { Tlp = "TLP:GREEN", Onward = OnwardSharing.NotWithoutConsent },
            Kind = CbmExchange.Domain.Release.EntryKinds.Message,
        };
        await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Metadata = new AppendMetadata { UserName = "test" },
            Streams =
            [
                new StreamAppend($"record-{id.Value}", null,
                [
                    new RecordDrafted(header, 1, content, null, officer, now),
                    new RecordCleared(id, 1, hash, "", [], officer, now),
                    new RecordReleased(id, 1, hash, [], [], [recipient], null, null, officer, now),
                ]),
            ],
            Answer = "",
        });
    }

    private static string Id(int number) => $"33333333-0000-4000-8000-{number:d12}";

    private static int Number(RecordId record) =>
        int.Parse(record.Value[^12..], NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Announcement(string participant)
    {
        var now = TimeProvider.System.GetUtcNow();
        return $$"""
            {"participants":[{"participantId":"{{participant}}"}],
             "startsAt":"{{TextRules.FormatTime(now.AddDays(-1))}}","endsAt":"{{TextRules.FormatTime(now.AddDays(1))}}"}
            """;
    }

    private Task SendAsync(SigningPeer from, int number, string type, string json) => from.SendAsync(
        store,
        from.Entry(
            Id(number), type, json,
            RecordTypes.IsMessage(type) ? CbmExchange.Domain.Release.EntryKinds.Message
                : CbmExchange.Domain.Release.EntryKinds.Released));

    private async Task<List<(int Number, string Reason)>> ReasonsAsync() =>
    [
        .. (await models.Exercises.AsideAsync(null, [.. RecordTypes.All], null, 9, CancellationToken.None))
            .Select(row => (Number(row.RecordId), row.Reason)).OrderBy(row => row.Item1),
    ];

    private async Task<List<int>> InboxAsync() =>
    [
        .. (await models.Cases.InboxAsync(new InboxQuestion([.. RecordTypes.All]), 9, CancellationToken.None))
            .Select(row => Number(row.Record.Header.RecordId)).Order(),
    ];
}
