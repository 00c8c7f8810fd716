using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// Releases to a body, and what becomes of them when its membership changes (domain.md §4.3 bodyMode, §4.21 row 12).
/// </summary>
public sealed class FollowingTests : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private TestHome home = null!;
    private TestNode node = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        home = await TestHome.MakeAsync(
            postgres, BodyInstance.Write(members: 3, others: 2), TimeProvider.System, "S1",
            ["--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority"]);
        node = await TestNode.StartAsync(home);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await home.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    [Trait("Edge", "12")]
    public async Task Whoever_joins_is_given_what_follows_the_body_and_nothing_that_was_frozen()
    {
        var frozen = await ReleasedAsync(ToBody(""));
        var following = await ReleasedAsync(ToBody("follows-membership"));

        await ImportAsync(members: 5);

        var holders = await HoldersAsync(following, "S2 S3 S4 S5");
        Assert.Equal("S2 S3", await HoldersAsync(frozen, "S2 S3"));
        Assert.Equal("S2 S3 S4 S5", holders);
        Assert.Equal("2", await home.ScalarAsync(EntriesTo(BodyInstance.IdOf(2))));
        Assert.Equal("1", await home.ScalarAsync(EntriesTo(BodyInstance.IdOf(4))));
    }

    [Fact]
    [Trait("Edge", "12")]
    public async Task Whoever_left_keeps_what_it_has_gets_no_later_version_and_is_told_of_the_withdrawal()
    {
        var following = await ReleasedAsync(ToBody("follows-membership"));
        await ImportAsync(members: 3, number => number == 3 ? "withdrawn" : "member");
        var next = await ShareSteps.RevisedAsync(
            node, following, body => body.OfficialUrl = "https://strategy.example.org/2");
        var released = await node.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(next, ToBody("follows-membership")));

        var withdrawn = await node.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = next.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        });

        Assert.Equal(["S2"], released.Recipients.Select(one => one.Designator));
        Assert.Equal(["S2", "S3"], withdrawn.Told.Order());
    }

    [Fact]
    public async Task Who_is_excluded_stays_so_and_a_later_release_that_is_frozen_ends_the_following()
    {
        var grant = ToBody("follows-membership");
        grant.Exclude.Add(new AudienceMember { Participant = "S4" });
        var following = await ReleasedAsync(grant);
        var ended = await ReleasedAsync(ToBody("follows-membership"));
        await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(
            await ShareSteps.RevisedAsync(node, ended, body => body.OfficialUrl = "https://strategy.example.org/2"),
            ToBody("frozen")));

        await ImportAsync(members: 5);

        Assert.Equal("S2 S3 S5", await HoldersAsync(following, "S2 S3 S5"));
        Assert.Equal("S2 S3", await HoldersAsync(ended, "S2 S3"));
    }

    [Fact]
    public async Task What_was_not_followed_while_the_node_was_down_is_followed_after_its_start_and_once()
    {
        var following = await ReleasedAsync(ToBody("follows-membership"));
        await node.DisposeAsync();
        await ImportAsync(members: 4);
        node = await TestNode.StartAsync(home);
        await HoldersAsync(following, "S2 S3 S4");
        await node.DisposeAsync();
        node = await TestNode.StartAsync(home);

        Assert.Equal("S2 S3 S4", await HoldersAsync(following, "S2 S3 S4"));
        Assert.Equal("1", await home.ScalarAsync(EntriesTo(BodyInstance.IdOf(4))));
    }

    [Fact]
    public async Task Following_needs_a_body_hides_its_recipients_and_is_not_for_messages()
    {
        var cleared = await Flow.ClearedAsync(node);
        var named = Drafts.To("S2");
        named.BodyMode = "follows-membership";
        var shown = ToBody("follows-membership");
        shown.AudienceVisibility = "shown";

        Assert.Equal("FOLLOWS_WITHOUT_BODY", await RefusedAsync(cleared, named));
        Assert.Equal("FOLLOWS_HIDDEN_ONLY", await RefusedAsync(cleared, shown));
        Assert.Equal("FIELDS_INVALID", await RefusedAsync(cleared, ToBody("sometimes")));
    }

    private static ReleaseGrant ToBody(string mode) => new()
    {
        Include = { new AudienceMember { BodyMembers = BodyInstance.Body } },
        Marking = new Marking { Tlp = "TLP:GREEN" },
        BodyMode = mode,
    };

    private static string EntriesTo(string participant) =>
        "select count(*) from cbm_peer_entries e join cbm_peer_streams s on s.number = e.stream "
        + $"where s.recipient = '{participant}'";

    private Task<string> RefusedAsync(RecordCommandReply cleared, ReleaseGrant grant) => ShareSteps.RefusedAsync(
        () => node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant)));

    private async Task<RecordCommandReply> ReleasedAsync(ReleaseGrant grant) =>
        (await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(await Flow.ClearedAsync(node), grant)))
            .Record;

    private async Task ImportAsync(int members, Func<int, string>? statusOf = null)
    {
        var file = BodyInstance.Write(members, 5 - members, statusOf);
        var run = await ProgramRun.RunAsync(["import-instance", "--home", home.Home.Folder, "--instance", file]);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private async Task<string> HoldersAsync(RecordCommandReply record, string expected) => await TwoNodes.UntilAsync(
        async () => string.Join(' ', (await node.Publishing("author")
            .GetRecordAsync(new GetRecordRequest { Record = record.RecordId })).Recipients
            .Select(one => one.Designator).Order()),
        holders => holders == expected);
}
