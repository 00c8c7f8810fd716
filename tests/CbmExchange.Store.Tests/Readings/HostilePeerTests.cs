using System.Globalization;
using System.Security.Cryptography;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Readings;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Store.Tests.Readings;

/// <summary>What peers send may be signed and still be anything: the answers of this node hold all the same.</summary>
public sealed class HostilePeerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Good = """{"kind":"strategy","title":[{"lang":"en","text":"t","status":"authoritative"}]}""";

    // Random, so that no compression makes it fit.
    private static readonly string Long = RandomNumberGenerator.GetHexString(40_000);

    /// <summary>Contents that are properly signed and no text, or more than an index takes.</summary>
    public static TheoryData<string, string, string> Poisons =>
        new()
        {
            { "nul", "national-document", """{"title":[{"lang":"en","text":"a\u0000b","status":"authoritative"}]}""" },
            { "nul in a number", "national-document", """{"referenceNumber":"a\u0000b"}""" },
            { "null for a structure", "response", """{"ofRecord":null,"kind":"information"}""" },
            {
                "long number",
                "national-document",
                $$"""{"referenceNumber":"{{Long}}"}"""
            },
            { "long pointer", "response", $$"""{"ofRecord":{"recordId":"{{Long}}"},"kind":"information"}""" },
            { "long request", "assistance-step", $$"""{"requestId":"{{Long}}"}""" },
            { "long reminder", "reminder", $$"""{"reminderOf":{"recordId":"{{Long}}"},"precedence":"flash"}""" },
            { "long case", "incident-notification", $$"""{"caseId":"{{Long}}","precedence":"flash"}""" },
            { "long exercise", "exercise", $$"""{"exerciseId":"{{Long}}"}""" },
            { "long end", "incident-notification", $$"""{"expiresAt":"{{Long}}","precedence":"flash"}""" },
            { "end of no clock", "incident-notification", """{"expiresAt":"2000-01-01T00:00:00+17:59"}""" },
            { "null for a time", "incident-notification", """{"expiresAt":null,"precedence":"flash"}""" },
            { "nothing wrong", "national-document", Good },
        };

    [Theory]
    [MemberData(nameof(Poisons))]
    public async Task One_entry_of_one_peer_never_stops_the_answers_about_others(string name, string type, string json)
    {
        var (bad, good) = (new SigningPeer(1), new SigningPeer(2));
        await using var opened = await OpenAsync(bad, good);
        await bad.SendAsync(opened.Store, bad.Entry(Id(1), type, json, EntryKinds.Message));
        await good.SendAsync(opened.Store, good.Entry(Id(2), "national-document", Good));

        await opened.Runner.CatchUpAsync();

        Assert.True(
            opened.Runner.Status[0].State == ProjectionState.Running,
            $"{name}: {opened.Runner.Status[0].Reason}"
        );
        Assert.Single(await opened.Models.Records.FindHeldAsync(Id(2), CancellationToken.None));
    }

    [Fact]
    public async Task Ends_that_no_clock_reads_do_not_stand_before_those_of_others()
    {
        var (bad, good) = (new SigningPeer(1), new SigningPeer(2));
        await using var opened = await OpenAsync(bad, good);
        const string never = """{"expiresAt":"2000-01-01T00:00:00+17:59","precedence":"flash"}""";
        await bad.SendAsync(
            opened.Store,
            [.. Enumerable.Range(1, 5).Select(number => bad.Entry(Id(number), "incident-notification", never))]);
        await good.SendAsync(
            opened.Store,
            good.Entry(Id(6), "incident-notification", """{"expiresAt":"2026-01-01T00:00:00Z","precedence":"flash"}"""),
            good.Entry(Id(7), "point-of-contact", """{"validUntil":"2026-01-02T00:00:00Z"}"""),
            good.Entry(Id(8), "point-of-contact", """{"validUntil":"2226-01-02T00:00:00Z"}"""));
        await opened.Runner.CatchUpAsync();

        var found = new List<EndedRow>();
        EndedRow? last = null;
        while (await opened.Models.Feed.EndedAsync(TimeProvider.System.GetUtcNow(), last, 2, CancellationToken.None)
            is { IsEmpty: false } page)
        {
            found.AddRange(page);
            last = page[^1];
        }

        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7],
            found.Select(row => int.Parse(row.Record.Value[^2..], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Contacts_that_one_batch_stored_are_all_loaded()
    {
        var peer = new SigningPeer(1);
        await using var opened = await OpenAsync(peer);
        const string content = """{"referenceNumber":"R"}""";
        await peer.SendAsync(
            opened.Store,
            [.. Enumerable.Range(1, 199).Select(number => peer.Entry(Id(number), "point-of-contact", content))]
        );
        await peer.SendAsync(
            opened.Store,
            [.. Enumerable.Range(200, 4).Select(number => peer.Entry(Id(number), "point-of-contact", content))]
        );
        await opened.Runner.CatchUpAsync();

        var seen = new HashSet<string>();
        var place = ReadingPlace.Start;
        while (
            await opened.Models.Records.ChangedAfterAsync("point-of-contact", place, CancellationToken.None)
                is { IsEmpty: false } rows
        )
        {
            seen.UnionWith(rows.Select(row => row.Header.RecordId.Value));
            place = rows[^1].Place;
        }

        Assert.Equal(203, seen.Count);
    }

    [Fact]
    public async Task Pages_of_the_inbox_lose_nothing_that_one_batch_stored()
    {
        var peer = new SigningPeer(1);
        await using var opened = await OpenAsync(peer);
        await peer.SendAsync(
            opened.Store,
            [
                .. Enumerable
                    .Range(1, 60)
                    .Select(number =>
                        peer.Entry(
                            Id(number),
                            "incident-notification",
                            """{"precedence":"flash"}""",
                            EntryKinds.Message
                        )
                    ),
            ]
        );
        await opened.Runner.CatchUpAsync();

        var first = await opened.Models.Cases.InboxAsync(
            new InboxQuestion([.. RecordTypes.All]), 50, CancellationToken.None);
        var none = await opened.Models.Cases.InboxAsync(
            new InboxQuestion([RecordTypes.Response]), 50, CancellationToken.None);
        var second = await opened.Models.Cases.InboxAsync(
            new InboxQuestion([.. RecordTypes.All]) { After = first[^1].InboxPlace }, 50, CancellationToken.None);

        Assert.Empty(none);
        Assert.Equal(60, first.Concat(second).Select(row => row.Record.Header.RecordId).Distinct().Count());
    }

    [Fact]
    public async Task Two_participants_with_one_record_id_are_two_records()
    {
        var (a, b) = (new SigningPeer(1), new SigningPeer(2));
        await using var opened = await OpenAsync(a, b);
        await a.SendAsync(
            opened.Store,
            a.Entry(Id(1), "incident-notification", """{"precedence":"flash"}""", EntryKinds.Message)
        );
        await b.SendAsync(
            opened.Store,
            b.Entry(Id(1), "incident-notification", """{"precedence":"routine"}""", EntryKinds.Message)
        );
        await opened.Runner.CatchUpAsync();

        var held = await opened.Models.Records.FindHeldAsync(Id(1), CancellationToken.None);

        Assert.Equal([a.Id, b.Id], held.Select(row => row.Header.Originator).Order());
    }

    [Fact]
    public async Task Another_version_of_a_message_comes_to_the_inbox_again_unacknowledged()
    {
        var peer = new SigningPeer(1);
        await using var opened = await OpenAsync(peer);
        await peer.SendAsync(
            opened.Store,
            peer.Entry(Id(1), "incident-notification", """{"precedence":"routine"}""", EntryKinds.Message)
        );
        await opened.Runner.CatchUpAsync();
        var place = ReadingPlace.After(opened.Models.Position);
        await peer.SendAsync(
            opened.Store,
            peer.Entry(Id(1), "incident-notification", """{"precedence":"flash"}""", EntryKinds.Message)
        );
        await opened.Runner.CatchUpAsync();

        var arrived = await opened.Models.Cases.ArrivedAfterAsync(
            place, new InboxQuestion([.. RecordTypes.All]), CancellationToken.None);

        Assert.Equal(3, Assert.Single(arrived).PrecedenceRank);
        Assert.Null(arrived[0].AcknowledgedAt);
    }

    private static string Id(int number) => $"22222222-0000-4000-8000-{number:d12}";

    private async Task<Opened> OpenAsync(params SigningPeer[] peers)
    {
        var store = await postgres.OpenStoreAsync();
        var projection = new ReadingsProjection(
            store.PeerStreams,
            (id, _, _) => ValueTask.FromResult(peers.FirstOrDefault(peer => peer.Id == id)?.Keys)
        );
        var runner = new ProjectionRunner(store, [projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync();
        return new Opened(store, runner, new ReadModels(store, projection, runner));
    }

    private sealed record Opened(PostgresEventStore Store, ProjectionRunner Runner, ReadModels Models)
        : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
