using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Store.Tests.Readings;

/// <summary>A statement that comes before its key opens when the key comes, live and rebuilt.</summary>
public sealed class LateKeyTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const string First = """{"kind":"strategy","title":[{"lang":"en","text":"1","status":"authoritative"}]}""";
    private const string Second = """{"kind":"strategy","title":[{"lang":"en","text":"2","status":"authoritative"}]}""";
    private const string Flash = """{"precedence":"flash"}""";

    private readonly SigningPeer peer = new(1);
    private string schema = null!;
    private PostgresEventStore store = null!;
    private ReadingsProjection projection = null!;
    private ProjectionRunner runner = null!;
    private ReadModels models = null!;
    private LogPosition? renewedAt;

    public async Task InitializeAsync()
    {
        schema = postgres.NewSchema();
        store = await postgres.OpenStoreAsync(schema: schema);
        projection = new ReadingsProjection(store.PeerStreams, (id, position, _) => ValueTask.FromResult(
            id != peer.Id ? null : position.Value >= renewedAt?.Value ? peer.RenewedKeys : peer.Keys));
        runner = new ProjectionRunner(store, [projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync();
        models = new ReadModels(store, projection, runner);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task What_lacked_a_key_is_shown_and_told_when_the_key_comes()
    {
        peer.SignsWithNext = true;
        await peer.SendAsync(
            store, peer.Entry(Id(1), "national-document", First),
            peer.Entry(Id(2), "incident-notification", Flash, EntryKinds.Message));
        await runner.CatchUpAsync();
        Assert.Empty(await HeldAsync(1));

        var renewed = await RenewAsync();
        await runner.CatchUpAsync();

        Assert.Equal(renewed, Assert.Single(await HeldAsync(1)).Place.Position);
        var inbox = await models.Cases.InboxAsync(new InboxQuestion([RecordTypes.IncidentNotification]), 9, default);
        Assert.Equal(renewed, Assert.Single(inbox).Place.Position);
        Assert.DoesNotContain(await DumpAsync(), row => row.StartsWith("unopened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rebuild_shows_exactly_what_was_shown_live()
    {
        await peer.SendAsync(store, peer.Entry(Id(1), "national-document", First));
        peer.SignsWithNext = true;
        await peer.SendAsync(
            store, peer.Entry(Id(1), "national-document", Second, EntryKinds.Corrected),
            peer.Entry(Id(2), "incident-notification", Flash, EntryKinds.Message));
        await runner.CatchUpAsync();
        await RenewAsync();
        await runner.CatchUpAsync();
        await peer.SendAsync(store, peer.Entry(Id(3), "national-document", First));
        await runner.CatchUpAsync();
        var live = await DumpAsync();

        await runner.RebuildAsync("readings");

        Assert.Equal(live, await DumpAsync());
        Assert.Contains(live, row => row.StartsWith("feed", StringComparison.Ordinal)
            && row.Contains("corrected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_was_withdrawn_while_it_waited_is_never_shown()
    {
        peer.SignsWithNext = true;
        var entry = peer.Entry(Id(1), "national-document", First);
        await peer.SendAsync(store, entry);
        await peer.SendAsync(store, PeerEntryBuilder.Withdrawn(
            new RecordId(Id(1)), "national-document", new ContentHash(new string('c', 64)), "issued-in-error",
            "stop-using", TimeProvider.System.GetUtcNow()));
        await RenewAsync();
        await runner.CatchUpAsync();

        Assert.Empty(await HeldAsync(1));
        Assert.DoesNotContain(await DumpAsync(), row => row.StartsWith("feed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_waited_does_not_come_over_a_later_one()
    {
        peer.SignsWithNext = true;
        await peer.SendAsync(store, peer.Entry(Id(1), "national-document", First));
        peer.SignsWithNext = false;
        await peer.SendAsync(store, peer.Entry(Id(1), "national-document", Second));
        await RenewAsync();
        await runner.CatchUpAsync();

        var held = Assert.Single(await HeldAsync(1));
        Assert.Contains("\"2\"", held.Content.Claims.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stranger_signed_stays_refused()
    {
        var stranger = new SigningPeer(1) { SignsWithNext = true };
        await peer.SendAsync(store, stranger.Entry(Id(1), "national-document", First));
        await RenewAsync();
        await runner.CatchUpAsync();

        Assert.Empty(await HeldAsync(1));
        Assert.Contains(await DumpAsync(), row => row.Contains(StatementFaults.UnknownKey, StringComparison.Ordinal));
    }

    private static string Id(int number) => $"22222222-0000-4000-8000-{number:d12}";

    private async Task<LogPosition> RenewAsync()
    {
        var appended = await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend(
                "peer-" + peer.Id, null, [new PeerDescriptorRenewed(peer.Id, "", new string('a', 64), 2, default)])],
        });
        Assert.True(appended.IsDurable);
        renewedAt = await store.HeadAsync();
        return renewedAt.Value;
    }

    private async Task<IReadOnlyList<CbmExchange.Store.Records.RecordRow>> HeldAsync(int number) =>
        await models.Records.FindHeldAsync(Id(number), CancellationToken.None);

    private async Task<List<string>> DumpAsync()
    {
        var rows = new List<string>();
        foreach (var table in new[] { "records", "inbox", "feed", "unopened", "applied" })
        {
            rows.AddRange(await RowsAsync(table));
        }

        return rows;
    }

    private async Task<List<string>> RowsAsync(string table)
    {
        await using var command = postgres.Source.CreateCommand(
            $"select to_jsonb(t)::text from \"{projection.SchemaIn(schema)}\".cbm_reading_{table} t order by 1");
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add($"{table} {reader.GetString(0)}");
        }

        return rows;
    }
}
