using System.Buffers.Text;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using CbmExchange.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>
/// Whole nodes, of which one was restored from a backup and takes its entries back: what they say of its records counts
/// (decision 0022).
/// </summary>
public sealed class TakenBackRecordsTests(PostgresFixture postgres)
    : RestoredNodes(postgres), IClassFixture<PostgresFixture>
{
    private const string Person = "Somebody Invented";

    private readonly Dictionary<TestNode, MessagingService.MessagingServiceClient> messages = [];

    [Fact]
    public async Task Records_that_came_back_are_seen_and_can_be_withdrawn()
    {
        var kept = await ReleasedAsync(Drafts.Strategy("Kept"), "XB");
        var (later, gone) = (kept, kept);
        await RestoredAsync(async () =>
        {
            later = await ReleasedAsync(Drafts.Strategy("Drafted after the backup"), "XB");
            gone = await ReleasedAsync(Drafts.Strategy("Withdrawn after the backup"), "XB");
            await WithdrawAsync(gone);
            await HasAsync("XB", gone, "withdrawn");
        });

        await SeesAsync("XB", items => items.Count == 3);
        var view = await ViewAsync("XB");
        Assert.False(view[kept.RecordId].TakenBack);
        Assert.True(view[later.RecordId].TakenBack);
        Assert.True(view[gone.RecordId].Withdrawn);
        Assert.Equal("withdrawn", (await ShowAsync(gone.RecordId)).State);

        var shown = await ShowAsync(later.ReferenceNumber);
        Assert.True(shown.TakenBack);
        Assert.Equal("Drafted after the backup", shown.Body.NationalDocument.Subject[0].Text_);
        Assert.Equal(later.ContentHash, shown.Recipients.Single().ContentHash);
        Assert.True(shown.Recipients.Single().TakenBack);
        var listed = await A.Publishing("author").ListOwnRecordsAsync(new ListOwnRecordsRequest());
        Assert.Equal(3, listed.Records.Count);
        var libraries = new LibraryService.LibraryServiceClient(A.As("duty"));
        var library = await TwoNodes.UntilAsync(
            async () => await libraries.SearchLibraryAsync(new SearchLibraryRequest { Query = "Drafted after" }),
            answer => answer.Items.Count > 0);
        Assert.Equal(later.RecordId, library.Items.Single().RecordId);

        Assert.Equal(["XB"], (await WithdrawAsync(await ReplyAsync(later.RecordId))).Told);
        await HasAsync("XB", later, "withdrawn");
    }

    [Fact]
    public async Task A_record_goes_on_after_the_version_that_came_back_and_never_before_it()
    {
        var kept = await ReleasedAsync(Drafts.Strategy("Kept"), "XB");
        await RestoredAsync(async () => await HasAsync(
            "XB", await ReleaseAsync(await RevisedAsync(kept, "Kept, second version"), "XB"), "published"));

        await SeesAsync("XB", items => items.Single().ContentJson.Contains(
            "Kept, second version", StringComparison.Ordinal));
        var old = await ReplyAsync(kept.RecordId);
        var refused = await Assert.ThrowsAsync<RpcException>(() => ReleaseAsync(old, "XB"));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);

        var third = await ReleaseAsync(await RevisedAsync(old, "Kept, third version"), "XB");
        await HasAsync("XB", third, "published");
        Assert.False((await ViewAsync("XB"))[kept.RecordId].TakenBack);
    }

    [Fact]
    public async Task A_withdrawal_reaches_who_was_given_the_record_after_the_backup_and_who_lost_the_withdrawal()
    {
        await JoinAsync("XO");
        var early = await ReleasedAsync(Drafts.Strategy("To one before, to another after"), "XB");
        var both = await ReleasedAsync(Drafts.Strategy("To both, withdrawn after"), "XB", "XO");
        await RestoredAsync(async () =>
        {
            await ReleaseAsync(await ReplyAsync(early.RecordId), "XO");
            await HasAsync("XO", early, "published");
            await Nodes["XO"].DisposeAsync();
            await WithdrawAsync(await ReplyAsync(both.RecordId));
            await HasAsync("XB", both, "withdrawn");
        });

        // Given back by one, not told to the other, whose node is away.
        var shown = await TwoNodes.UntilAsync(() => ShowAsync(both.RecordId), view => view.State == "withdrawn");
        Assert.Equal(
            ["XO"], shown.Recipients.Where(one => one.WithdrawalOwed).Select(recipient => recipient.Designator));
        Assert.False((await ViewAsync("XO"))[both.RecordId].Withdrawn);
        Assert.Equal(["XB"], (await WithdrawAsync(await ReplyAsync(early.RecordId))).Told);

        Nodes["XO"] = await TestNode.StartAsync(Homes["XO"]);

        await HasAsync("XO", both, "withdrawn");
        await HasAsync("XO", early, "withdrawn");
        await SeesAsync("XO", items => items.Count == 2 && items.All(item => item.Withdrawn));
        Assert.DoesNotContain((await ShowAsync(early.RecordId)).Recipients, one => one.WithdrawalOwed);
    }

    [Fact]
    public async Task What_was_acknowledged_stays_so_when_the_message_arrives_again()
    {
        var before = await SentAsync("XB");
        await InboxAsync(before);
        await RestoredAsync(async () =>
        {
            await AcknowledgedAsync(before);
            var after = await SentAsync("XB");
            await InboxAsync(after);
            await AcknowledgedAsync(after);
        });

        var inbox = await TwoNodes.UntilAsync(
            async () => await Messages("XA").ListInboxAsync(new ListInboxRequest()),
            answer => answer.Items.Count == 2 && answer.Items.All(item => item.AcknowledgedAt is not null));
        Assert.All(inbox.Items, item => Assert.Equal("Duty Centre", item.AcknowledgedByDesk));
        var again = await AcknowledgeAsync(before);
        Assert.True(again.AlreadyAcknowledged);
        Assert.Equal("Duty Centre", again.AcknowledgedByDesk);
    }

    [Fact]
    public async Task A_node_restored_twice_takes_back_once_each_time()
    {
        var kept = await ReleasedAsync(Drafts.Strategy("Kept"), "XB");
        var later = kept;
        await RestoredAsync(
            async () =>
            {
                later = await ReleasedAsync(Drafts.Strategy("Drafted after the backup"), "XB");
                await HasAsync("XB", later, "published");
            },
            again: async () =>
            {
                await SeesAsync("XB", items => items.Count == 2);
                await WithdrawAsync(await ReplyAsync(later.RecordId));
                await HasAsync("XB", later, "withdrawn");
            });

        await SeesAsync("XB", items => items.Count == 2 && items.Count(item => item.Withdrawn) == 1);
        Assert.Equal(["release_taken_back", "withdrawal_taken_back"], await AliasesAsync(later));
        Assert.Equal("withdrawn", (await ShowAsync(later.RecordId)).State);
    }

    [Fact]
    public async Task Persons_that_came_back_lie_under_a_key_and_are_destroyed_when_their_time_has_passed()
    {
        var contact = await ReleasedAsync(Drafts.Strategy("Kept"), "XB");
        await RestoredAsync(async () =>
        {
            var drafted = await A.Publishing("author").DraftRecordAsync(Drafts.Contact(Person));
            var nominated = await A.Publishing("nominator").NominateContactAsync(new NominateContactRequest
            {
                CommandId = Drafts.NewCommand(),
                RecordId = drafted.RecordId,
                ExpectedVersion = drafted.HeldVersion,
                Nomination = new Nomination
                {
                    ReferenceNo = "note 1/26", Date = "2026-02-03", NominatingAuthority = "Ministry",
                    Medium = "note-verbale",
                },
            });
            var submitted = await A.Publishing("author").SubmitRecordAsync(Flow.Command(nominated));
            contact = await ReleaseAsync(
                await A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted)), "XB");
            await WithdrawAsync(contact);
            await HasAsync("XB", contact, "withdrawn");
        });

        await SeesAsync("XB", items => items.Any(item => item.RecordId == contact.RecordId && item.Withdrawn));
        Assert.Contains(Person, (await ViewAsync("XB"))[contact.RecordId].ContentJson, StringComparison.Ordinal);
        Assert.Contains(Person, await DisclosedAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Person, await LogAsync(), StringComparison.Ordinal);

        Clock.Shift = TimeSpan.FromDays(91);
        await A.Host.Services.GetRequiredService<PersonalDataKeeper>().SweepAsync(CancellationToken.None);

        var erased = (await ViewAsync("XB"))[contact.RecordId].ContentJson;
        Assert.DoesNotContain(Person, erased, StringComparison.Ordinal);
        Assert.Contains("Duty Centre", erased, StringComparison.Ordinal);
        Assert.DoesNotContain(Person, await DisclosedAsync(), StringComparison.Ordinal);
    }

    // One connection for each run of a node: a node gives a key so many and no more.
    private MessagingService.MessagingServiceClient Messages(string at)
    {
        if (!messages.TryGetValue(Nodes[at], out var client))
        {
            messages[Nodes[at]] = client = new(Nodes[at].As("duty"));
        }

        return client;
    }

    private async Task<RecordCommandReply> SentAsync(string by)
    {
        var cleared = await Flow.ClearedAsync(Nodes[by], Drafts.Notification("XA", "priority"));
        return (await Nodes[by].Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XA")))).Record;
    }

    private Task InboxAsync(RecordCommandReply message) => TwoNodes.UntilAsync(
        async () => await Messages("XA").ListInboxAsync(new ListInboxRequest()),
        inbox => inbox.Items.Any(item => item.Record.RecordId == message.RecordId));

    private async Task<AcknowledgeResponse> AcknowledgeAsync(RecordCommandReply message) =>
        await Messages("XA").AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = message.RecordId,
            DutyDesk = "Duty Centre",
        });

    // Acknowledged, and the sender has it.
    private async Task AcknowledgedAsync(RecordCommandReply message)
    {
        Assert.False((await AcknowledgeAsync(message)).AlreadyAcknowledged);
        await TwoNodes.UntilAsync(
            async () => await Messages("XB").GetReceiptsAsync(new GetReceiptsRequest { Record = message.RecordId }),
            answer => answer.Recipients[0].Receipt == "acknowledged");
    }

    private async Task<List<string>> AliasesAsync(RecordCommandReply record) =>
        await A.Host.Services.GetRequiredService<IEventStore>().ReadStreamAsync($"record-{record.RecordId}")
            .Select(stored => stored.Alias).ToListAsync();

    // Own streams as they lie in the store.
    private async Task<string> DisclosedAsync()
    {
        var streams = A.Host.Services.GetRequiredService<IEventStore>().PeerStreams;
        var stream = new PeerStreamId(new(Drafts.IdOf("XA")), new(Drafts.IdOf("XB")), 1);
        var page = await streams.ReadAsync(stream, default, new PeerPageLimit(100, 1 << 20));
        return string.Join('\n', page.SelectMany(entry => entry.Disclosures)
            .Select(one => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(one))));
    }

    // The log as it lies in the database.
    private async Task<string> LogAsync()
    {
        await using var source = NpgsqlDataSource.Create(Homes["XA"].ConnectionString);
        await using var find = source.CreateCommand(
            "select table_schema from information_schema.tables where table_name = 'mt_events'");
        await using var command = source.CreateCommand(
            $"select string_agg(data::text, ' ') from \"{await find.ExecuteScalarAsync()}\".mt_events");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
