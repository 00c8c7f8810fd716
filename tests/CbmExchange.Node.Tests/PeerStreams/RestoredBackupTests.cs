using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>
/// Two whole nodes; one was restored from a backup and wrote on, so that only a new generation helps. What it released
/// or withdrew in between, and while the generation was opened, reaches the other.
/// </summary>
public sealed class RestoredBackupTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Racing = 12;

    private static readonly string[] Officers =
    [
        "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority", "duty=duty-officer",
    ];

    private TestHome homeA = null!;
    private TestHome homeB = null!;
    private TestNode a = null!;
    private TestNode b = null!;

    [Fact]
    public async Task A_new_generation_begins_with_all_that_the_peer_was_given_and_tells_nothing_twice()
    {
        var kept = await ReleasedAsync(Drafts.Notification("XB", "immediate"));
        var withdrawn = await ReleasedAsync(Drafts.Strategy("To be withdrawn"));
        var revised = await ReleasedAsync(Drafts.Strategy("To be revised"));
        await AcknowledgeAsync(kept.RecordId);
        await CaughtUpAsync(3);
        var streams = await a.Administration("admin").ListStreamsAsync(new ListStreamsRequest());
        Assert.NotNull(streams.Streams.Single(one => one is { Designator: "XB", Direction: "out" }).LastContact);
        await RestoredAsync();

        // Accepted while nothing could be signed: it stands in a history that never leaves.
        await WithdrawAsync(withdrawn);
        await ReviseAsync(revised, "Revised while the other was away");
        var lostMessage = await ReleasedAsync(Drafts.Notification("XB", "priority"));
        b = await TestNode.StartAsync(homeB);
        b.ExpectedErrors.Add("NEW_GENERATION");
        await NeedsGenerationAsync();
        var feedBefore = await FeedAsync();

        Assert.Equal(0, (await OpenAsync("admin")).Generation);
        var racing = Enumerable.Range(0, Racing).Select(n => ReleasedAsync(Drafts.Strategy($"Racing {n}"))).ToList();
        Assert.Equal(2, (await OpenAsync("authority")).Generation);
        var raced = await Task.WhenAll(racing);

        await HoldsWhatItWasGivenAsync();
        await OneMessageEachAsync(kept.RecordId, lostMessage.RecordId);
        var gone = await b.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = withdrawn.RecordId });
        Assert.Equal("withdrawn", gone.State);
        var told = (await FeedAsync()).Skip(feedBefore.Count).Select(item => item.Record.RecordId);
        Assert.Equal(
            raced.Append(lostMessage).Append(withdrawn).Append(revised).Select(one => one.RecordId)
                .Order(StringComparer.Ordinal),
            told.Order(StringComparer.Ordinal));
    }

    public async Task InitializeAsync()
    {
        (homeA, homeB) = (await HomeAsync("XA"), await HomeAsync("XB"));
        (a, b) = (await TestNode.StartAsync(homeA), await TestNode.StartAsync(homeB));
        await AdmitAsync(a, b, "XB");
        await AdmitAsync(b, a, "XA");
    }

    public async Task DisposeAsync()
    {
        await a.DisposeAsync();
        await b.DisposeAsync();
        await homeA.DisposeAsync();
        await homeB.DisposeAsync();
    }

    private async Task HoldsWhatItWasGivenAsync()
    {
        var expected = await ViewAsRecipientAsync();
        Assert.Equal(Racing + 4, expected.Count);
        await TwoNodes.UntilAsync(
            () => ViewOfRecipientAsync(expected), view => view.SequenceEqual(expected, StringComparer.Ordinal));
    }

    // The one that was acknowledged before stays so and is receipted once; the one that was lost arrives.
    private async Task OneMessageEachAsync(string kept, string lost)
    {
        var inbox = await TwoNodes.UntilAsync(
            async () => await B("duty").ListInboxAsync(new ListInboxRequest()),
            inbox => inbox.Items.Any(item => item.Record.RecordId == lost));
        Assert.Equal(2, inbox.Items.Count);
        Assert.NotNull(inbox.Items.Single(item => item.Record.RecordId == kept).AcknowledgedAt);
        await ReceiptedAsync(lost);
        Assert.Equal(1, await ReceiptsOfAsync(kept));
    }

    private MessagingService.MessagingServiceClient B(string officer) => new(b.As(officer));

    private async Task<TestHome> HomeAsync(string participant)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(postgres, participant, ["--endpoint", $"127.0.0.1:{port}", .. Officers]);
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        return home;
    }

    // One more record reaches the peer, then the database is as it was before and the peer is away.
    private async Task RestoredAsync()
    {
        var backup = new NodeBackup(postgres, homeA);
        await a.DisposeAsync();
        await backup.TakeAsync();
        a = await TestNode.StartAsync(homeA);
        await ReleasedAsync(Drafts.Strategy("Lost with the backup"));
        await CaughtUpAsync(4);
        await a.DisposeAsync();
        await b.DisposeAsync();
        await backup.PutBackAsync();
        await backup.DropAsync();
        a = await TestNode.StartAsync(homeA);
        a.ExpectedErrors.Add("two officers must open a new generation");
    }

    private async Task<RecordCommandReply> ReleasedAsync(DraftRecordRequest draft)
    {
        var cleared = await Flow.ClearedAsync(a, draft);
        return (await a.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")))).Record;
    }

    private async Task ReviseAsync(RecordCommandReply record, string subject)
    {
        var revised = await a.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            Body = new RecordBody { NationalDocument = Drafts.StrategyBody(subject) },
        });
        var submitted = await a.Publishing("author").SubmitRecordAsync(Flow.Command(revised));
        var cleared = await a.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        await a.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
    }

    private async Task WithdrawAsync(RecordCommandReply record) =>
        await a.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });

    private async Task AcknowledgeAsync(string record)
    {
        await TwoNodes.UntilAsync(
            async () => await B("duty").ListInboxAsync(new ListInboxRequest()), inbox => inbox.Items.Count > 0);
        await B("duty").AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = record,
            DutyDesk = "Duty Centre",
        });
        await TwoNodes.UntilAsync(
            async () => await new MessagingService.MessagingServiceClient(a.As("duty")).GetReceiptsAsync(
                new GetReceiptsRequest { Record = record }),
            answer => answer.Recipients[0].Receipt == "acknowledged");
    }

    private async Task ReceiptedAsync(string record) => await TwoNodes.UntilAsync(
        async () => await new MessagingService.MessagingServiceClient(a.As("duty")).GetReceiptsAsync(
            new GetReceiptsRequest { Record = record }),
        answer => answer.Recipients[0].Receipt == "delivered");

    private Task<int> ReceiptsOfAsync(string record) => b.Host.Services.GetRequiredService<IEventStore>()
        .ReadStreamAsync($"peer-{Drafts.IdOf("XA")}")
        .CountAsync(stored => stored.Body is MessageDeliveredReceiptWritten written && written.Message.Value == record)
        .AsTask();

    private async Task NeedsGenerationAsync() => await TwoNodes.UntilAsync(
        async () => await a.Administration("admin").ListStreamsAsync(new ListStreamsRequest()),
        answer => answer.Streams.Single(one => one is { Designator: "XB", Direction: "out" }).State == "refused");

    private async Task CaughtUpAsync(int records) => await TwoNodes.UntilAsync(
        async () => await b.Administration("admin").ListStreamsAsync(new ListStreamsRequest()),
        answer => answer.Streams.Single(one => one is { Designator: "XA", Direction: "in" }).Applied >= records);

    private async Task<OpenGenerationResponse> OpenAsync(string officer) =>
        await a.Administration(officer).OpenGenerationAsync(
            new OpenGenerationRequest { CommandId = Drafts.NewCommand(), Participant = "XB" });

    private async Task<List<FeedItem>> FeedAsync()
    {
        var feed = new FeedService.FeedServiceClient(b.As("duty"));
        using var call = feed.Subscribe(new SubscribeRequest { UntilCaughtUp = true, Contexts = { "actual" } });
        var items = new List<FeedItem>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            items.Add(call.ResponseStream.Current);
        }

        return items;
    }

    // What A says that B can read of each record, one line each; of a withdrawn one that it is withdrawn.
    private async Task<List<string>> ViewAsRecipientAsync()
    {
        var view = await a.Publishing("authority").ViewAsAsync(
            new ViewAsRequest { Participant = "XB", PageSize = 100 });
        return [.. view.Items.Select(item => item.Withdrawn
                ? $"{item.RecordId} withdrawn"
                : $"{item.RecordId} {item.ContentHash} {Canonical(item.ContentJson)}")
            .Order(StringComparer.Ordinal)];
    }

    // The same of what B holds, for those records that A knows.
    private async Task<List<string>> ViewOfRecipientAsync(List<string> known)
    {
        await using var source = NpgsqlDataSource.Create(homeB.ConnectionString);
        await using var find = source.CreateCommand(
            "select table_schema from information_schema.tables where table_name = 'cbm_reading_records'");
        await using var command = source.CreateCommand(
            $"select record_id, content_hash, content::text, state from \"{await find.ExecuteScalarAsync()}\"."
            + "cbm_reading_records where not is_own");
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3) == "withdrawn"
                ? $"{reader.GetString(0)} withdrawn"
                : $"{reader.GetString(0)} {reader.GetString(1)} {Canonical(reader.GetString(2))}");
        }

        var ids = known.Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(line => ids.Contains(line.Split(' ')[0])).Order(StringComparer.Ordinal)];
    }

    // PostgreSQL orders the fields of a stored object in its own way.
    private static string Canonical(string json) => Canonical(JsonDocument.Parse(json).RootElement);

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject()
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"\"{field.Name}\":{Canonical(field.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        _ => value.GetRawText(),
    };

    private static async Task AdmitAsync(TestNode at, TestNode peer, string designator)
    {
        var descriptor = await peer.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        await at.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = descriptor.SignedDescriptor,
        });
        await at.Administration("authority").AdmitPeerAsync(new AdmitPeerRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = designator,
            Phrase = descriptor.Phrase,
        });
    }
}
