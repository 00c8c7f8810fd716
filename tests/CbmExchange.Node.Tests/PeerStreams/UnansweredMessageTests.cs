using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
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
/// A backup that was taken when a message was stored and not yet receipted: the restored node asks first which of its
/// entries the sender holds, and only then answers it (decision 0014).
/// </summary>
public sealed class UnansweredMessageTests(PostgresFixture postgres)
    : RestoredNodes(postgres), IClassFixture<PostgresFixture>
{
    // The database takes no entry of ours, as if the disk were full, until it is lifted: the review stands still.
    private const string Hold =
        """
        create function held() returns trigger language plpgsql as
          $$ begin
            if exists (select from {0}.cbm_peer_streams where number = new.stream and originator = '{1}') then
              raise exception 'held' using errcode = '53100';
            end if;
            return new;
          end $$;
        create trigger held before insert on {0}.cbm_peer_entries
          for each row execute function held();
        """;

    private const string Lift = "drop trigger held on {0}.cbm_peer_entries; drop function held()";

    [Fact]
    public async Task A_message_that_the_backup_holds_unreceipted_is_receipted_once_and_forks_nothing()
    {
        var first = await ReleasedAsync(Drafts.Strategy("Before the backup"), "XB");
        await HasAsync("XB", first, "published");
        await RunAsync(Hold);
        A.ExpectedErrors.Add("disk-full");
        var message = await SentAsync();
        await ReceivedAsync(message);
        var backup = BackupOfA();
        await A.DisposeAsync();
        await backup.TakeAsync();
        await RunAsync(Lift);
        Nodes["XA"] = await TestNode.StartAsync(Homes["XA"], Clock);
        await ReceiptedAsync(message);
        var later = await ReleasedAsync(Drafts.Strategy("After the backup"), "XB");
        await HasAsync("XB", later, "published");

        await A.DisposeAsync();
        await backup.PutBackAsync();
        await RunAsync(Lift);
        Nodes["XA"] = await TestNode.StartAsync(Homes["XA"], Clock);
        await backup.DropAsync();

        await SeesAsync("XB", items => items.Count == 2);
        var after = await ReleasedAsync(Drafts.Strategy("After the restore"), "XB");
        await HasAsync("XB", after, "published");
        var another = await SentAsync();
        await ReceiptedAsync(another);
        Assert.Equal(
            [message.RecordId, another.RecordId],
            (await OwnEntriesAsync()).Where(entry => entry.Receipt?.Level == ReceiptLevels.Delivered)
                .Select(entry => entry.Receipt.OfRecordId));
    }

    private async Task<RecordCommandReply> SentAsync()
    {
        var cleared = await Flow.ClearedAsync(Nodes["XB"], Drafts.Notification("XA", "priority"));
        return (await Nodes["XB"].Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XA")))).Record;
    }

    private async Task ReceivedAsync(RecordCommandReply message)
    {
        var client = new MessagingService.MessagingServiceClient(A.As("duty"));
        await TwoNodes.UntilAsync(
            async () => await client.ListInboxAsync(new ListInboxRequest()),
            inbox => inbox.Items.Any(item => item.Record.RecordId == message.RecordId));
    }

    private async Task ReceiptedAsync(RecordCommandReply message)
    {
        var client = new MessagingService.MessagingServiceClient(Nodes["XB"].As("duty"));
        await TwoNodes.UntilAsync(
            async () => await client.GetReceiptsAsync(new GetReceiptsRequest { Record = message.RecordId }),
            answer => answer.Recipients is [{ Receipt: "delivered" }]);
    }

    // Of the one generation that there is.
    private async Task<List<PeerEntry>> OwnEntriesAsync()
    {
        var streams = A.Host.Services.GetRequiredService<IEventStore>().PeerStreams;
        var newest = await streams.NewestAsync(
            new(Drafts.IdOf("XA")), new(Drafts.IdOf("XB")), CancellationToken.None);
        Assert.Equal(1, newest.Generation);
        var page = await streams.ReadAsync(newest, default, new PeerPageLimit(100, 1 << 20));
        return [.. page.Select(stored => PeerEntry.Parser.ParseFrom(stored.Entry.Span))];
    }

    private async Task RunAsync(string statements)
    {
        await using var source = NpgsqlDataSource.Create(Homes["XA"].ConnectionString);
        await using var find = source.CreateCommand(
            "select table_schema from information_schema.tables where table_name = 'cbm_peer_entries'");
        var schema = $"\"{await find.ExecuteScalarAsync()}\"";
        await using var command = source.CreateCommand(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, statements, schema, Drafts.IdOf("XA")));
        await command.ExecuteNonQueryAsync();
    }
}
