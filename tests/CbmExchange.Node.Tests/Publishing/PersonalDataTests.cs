using System.Buffers.Text;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Publishing;

/// <summary>What becomes of the persons of a contact that was ended.</summary>
public sealed class PersonalDataTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Name = "Somebody Invented";
    private const string Successor = "Another Invention";

    [Theory]
    [InlineData("nominator")]
    [InlineData("authority")]
    public async Task The_persons_of_a_contact_taken_back_are_destroyed_when_their_time_has_passed(string by)
    {
        await using var home = await TestHome.MakeAsync(postgres);
        var time = new MovingTime();
        await using var node = await TestNode.StartAsync(home, time);
        var store = node.Host.Services.GetRequiredService<PostgresEventStore>();
        var keeper = node.Host.Services.GetRequiredService<PersonalDataKeeper>();
        var loader = node.Host.Services.GetRequiredService<RecordLoader>();
        var record = await EndedAsync(node, by);

        await keeper.SweepAsync(CancellationToken.None);
        Assert.Contains(Name, await DisclosedAsync(store), StringComparison.Ordinal);
        Assert.Contains(Name, await LoggedAsync(store, record), StringComparison.Ordinal);

        time.Shift = TimeSpan.FromDays(91);
        await keeper.SweepAsync(CancellationToken.None);

        Assert.DoesNotContain(Name, await DisclosedAsync(store), StringComparison.Ordinal);
        Assert.Contains("Duty Centre", await DisclosedAsync(store), StringComparison.Ordinal);
        Assert.DoesNotContain(Name, await LoggedAsync(store, record), StringComparison.Ordinal);
        var state = await loader.LoadAsync(record, CancellationToken.None);
        Assert.All(
            state.Versions, version => Assert.False(version.Content.Claims.TryGetProperty("persons", out _)));
        Assert.All(state.Given, given => Assert.False(given.Value.View.Claims.TryGetProperty("persons", out _)));
        Assert.Single(
            await EventsAsync(store, record), stored => stored.Body is PersonalDataKeyDestroyed);
        Assert.DoesNotContain(
            Name, HeldIn(node.Host.Services.GetRequiredService<ContactDirectory>()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_replaced_in_a_living_contact_is_destroyed_90_days_later_and_the_successor_stays()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        var time = new MovingTime();
        await using var node = await TestNode.StartAsync(home, time);
        var store = node.Host.Services.GetRequiredService<PostgresEventStore>();
        var keeper = node.Host.Services.GetRequiredService<PersonalDataKeeper>();
        var loader = node.Host.Services.GetRequiredService<RecordLoader>();
        var first = await ReleasedAsync(node, await node.Publishing("author").DraftRecordAsync(Contact()));
        var record = new RecordId(first.Record.RecordId);
        await ReplacePersonAsync(node, first.Record);

        time.Shift = TimeSpan.FromDays(89);
        await keeper.SweepAsync(CancellationToken.None);
        Assert.Contains(Name, await DisclosedAsync(store), StringComparison.Ordinal);
        Assert.Contains(Name, await LoggedAsync(store, record), StringComparison.Ordinal);

        time.Shift = TimeSpan.FromDays(91);
        await keeper.SweepAsync(CancellationToken.None);
        await keeper.SweepAsync(CancellationToken.None);

        foreach (var text in new[] { await DisclosedAsync(store), await LoggedAsync(store, record) })
        {
            Assert.DoesNotContain(Name, text, StringComparison.Ordinal);
            Assert.Contains(Successor, text, StringComparison.Ordinal);
        }

        var state = await loader.LoadAsync(record, CancellationToken.None);
        Assert.DoesNotContain(Name, state.Versions[0].Content.Claims.ToString(), StringComparison.Ordinal);
        Assert.Contains(Successor, state.Versions[1].Content.Claims.ToString(), StringComparison.Ordinal);
        Assert.Null(state.Ended);
    }

    [Fact]
    public async Task What_a_lookup_read_of_a_person_goes_when_the_person_is_replaced()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await using var node = await TestNode.StartAsync(home);
        var directory = node.Host.Services.GetRequiredService<ContactDirectory>();
        var first = await ReleasedAsync(node, await node.Publishing("author").DraftRecordAsync(Contact()));
        await UntilAsync(() => HeldIn(directory).Contains(Name, StringComparison.Ordinal));
        var answer = await new DirectoryService.DirectoryServiceClient(node.As("duty"))
            .LookupAsync(new LookupRequest { State = "XA" });
        Assert.Equal(Name, Assert.Single(Assert.Single(answer.Contacts).Persons).Name[0].Text_);

        await ReplacePersonAsync(node, first.Record);

        await UntilAsync(() => HeldIn(directory).Contains(Successor, StringComparison.Ordinal));
        Assert.DoesNotContain(Name, HeldIn(directory), StringComparison.Ordinal);
    }

    private static string HeldIn(ContactDirectory directory) => string.Join(
        '\n', directory.All.Select(held => $"{held.Row.Content.Claims} {held.Contact}"));

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    // A successor who is given the predecessor's id is another person.
    private static async Task ReplacePersonAsync(TestNode node, RecordCommandReply record)
    {
        var body = Contact().Body;
        body.PointOfContact.Persons[0].Name[0] = Drafts.Text(Successor);
        await ReleasedAsync(node, await node.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            AuthoritativeLanguages = { "en" },
            Body = body,
        }));
    }

    private static async Task<ReleaseRecordResponse> ReleasedAsync(TestNode node, RecordCommandReply drafted)
    {
        var nominated = await NominatedAsync(node, drafted);
        var submitted = await node.Publishing("author").SubmitRecordAsync(Flow.Command(nominated));
        var cleared = await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        return await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
    }

    private static async Task<RecordId> EndedAsync(TestNode node, string by)
    {
        var drafted = await node.Publishing("author").DraftRecordAsync(Contact());
        var released = await ReleasedAsync(node, drafted);
        await node.Publishing(by).WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using-and-delete",
        });
        return new RecordId(drafted.RecordId);
    }

    private static async Task<RecordCommandReply> NominatedAsync(TestNode node, RecordCommandReply drafted) =>
        await node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Contracts.Record.V1.Nomination
            {
                ReferenceNo = "note 1/26",
                Date = "2026-02-03",
                NominatingAuthority = "Ministry",
                Medium = "note-verbale",
            },
        });

    private static DraftRecordRequest Contact() => Drafts.Contact(Name);

    private static async Task<string> DisclosedAsync(PostgresEventStore store)
    {
        var text = new StringBuilder();
        foreach (var info in await store.PeerStreams.ListAsync())
        {
            var page = await store.PeerStreams.ReadAsync(info.Stream, default, new PeerPageLimit(100, 1 << 20));
            foreach (var entry in page)
            {
                text.AppendJoin('\n', entry.Disclosures.Select(one =>
                    Encoding.UTF8.GetString(Base64Url.DecodeFromChars(one))));
            }
        }

        return text.ToString();
    }

    private static async Task<string> LoggedAsync(PostgresEventStore store, RecordId record) =>
        string.Join('\n', (await EventsAsync(store, record)).Select(stored =>
            System.Text.Json.JsonSerializer.Serialize(stored.Body, stored.Body.GetType())));

    private static async Task<List<StoredEvent>> EventsAsync(PostgresEventStore store, RecordId record)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in store.ReadStreamAsync(OwnRecordTable.StreamOf(record), default, default))
        {
            events.Add(stored);
        }

        return events;
    }
}
