using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Officers;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tables;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Tables;

/// <summary>Tables in memory are the same whether or not the bodies that they leave out are read.</summary>
public sealed class TableBodiesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Tables_fed_without_the_bodies_left_out_equal_tables_fed_with_the_whole_log()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await using var node = await TestNode.StartAsync(home);
        await WorkAsync(node);
        var services = node.Host.Services;
        var store = services.GetRequiredService<PostgresEventStore>();

        var whole = await FedAsync(services, store.ReadAllAsync(), withBodies: true);
        var bare = await FedAsync(
            services, store.ReadAllAsync(default, TableFollower.Bodies, CancellationToken.None), withBodies: false);
        var live = services.GetServices<IMemoryTable>().ToList();

        Assert.Equal(Told(whole), Told(bare));
        Assert.Equal(Told(whole), Told(live));
        Assert.Contains("published", Told(whole), StringComparison.Ordinal);
        Assert.Contains("cleared", Told(whole), StringComparison.Ordinal);
        Assert.Contains("in-clearance", Told(whole), StringComparison.Ordinal);
        Assert.DoesNotContain("label=duty duty-officer", Told(bare), StringComparison.Ordinal);
    }

    // One record at each station, and an officer whose role was taken: what a start must never forget.
    private static async Task WorkAsync(TestNode node)
    {
        var author = node.Publishing("author");
        var authority = node.Publishing("authority");
        for (var station = 0; station < 4; station++)
        {
            var drafted = await author.DraftRecordAsync(Drafts.Strategy());
            var submitted = station > 0 ? await author.SubmitRecordAsync(Flow.Command(drafted)) : drafted;
            var cleared = station > 1 ? await authority.ClearRecordAsync(Flow.Command(submitted)) : submitted;
            if (station > 2)
            {
                await authority.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
            }
        }

        var seat = node.Host.Services.GetRequiredService<OfficerTable>().All.Single(one => one.Label == "duty");
        Assert.Contains("duty-officer", seat.Roles);
        await node.Administration("admin").ChangeOfficerRolesAsync(
            new ChangeOfficerRolesRequest { CommandId = Drafts.NewCommand(), OfficerId = seat.Id.Value });
    }

    private static async Task<List<IMemoryTable>> FedAsync(
        IServiceProvider services, IAsyncEnumerable<StoredEvent> events, bool withBodies)
    {
        var tables = services.GetServices<IMemoryTable>()
            .Select(table => (IMemoryTable)ActivatorUtilities.CreateInstance(services, table.GetType())).ToList();
        await foreach (var stored in events)
        {
            Assert.True(!withBodies || stored.Body is not BodyNotRead);
            tables.ForEach(table => table.Apply(stored));
        }

        return tables;
    }

    private static string Told(List<IMemoryTable> tables)
    {
        T Of<T>() => tables.OfType<T>().Single();
        var records = Of<OwnRecordTable>();
        var officers = Of<OfficerTable>();
        var ended = Of<EndedContacts>();
        return string.Join('\n',
        [
            .. records.NewestFirst(null).Select(line => line.ToString()),
            .. records.Given.OrderBy(pair => pair.Key)
                .Select(pair => $"{pair.Key} {string.Join(',', pair.Value.Select(record => record.Value).Order())}"),
            .. officers.All.Select(seat => $"label={seat.Label} {string.Join(',', seat.Roles)} {seat.Id}"),
            officers.Guard.ToString(),
            .. ended.DueAt(DateTimeOffset.MaxValue).Select(record => record.Value),
            .. Of<PeerTable>().All.Select(seat => seat.Participant.Value),
            .. Of<PeerStateTable>().All.Keys.Select(peer => peer.Value),
            .. Of<ParticipantTable>().State.Participants.Keys.Select(participant => participant.Value),
        ]);
    }
}
