using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Keys;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using CbmExchange.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Keys;

/// <summary>One participant renews its descriptor and its keys; the other follows without an officer.</summary>
public sealed class RotationTests(TwoNodes nodes, PostgresFixture postgres)
    : IClassFixture<TwoNodes>, IClassFixture<PostgresFixture>
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private KeyRing Ring => nodes.A.Host.Services.GetRequiredService<KeyRing>();

    private PeerSeat SeatAtB => nodes.B.Host.Services.GetRequiredService<PeerTable>().Find(Ring.Descriptor.Participant)!;

    [Fact]
    public async Task Rotated_keys_are_taken_over_and_what_the_old_ones_signed_still_opens()
    {
        var (before, old) = (await ReleasedAsync(), Ring);
        await ShownAsync(before);
        await RenewAsync("--rotate", "statement", "checkpoint");
        var after = await ReleasedAsync();

        await ShownAsync(after);
        Assert.Equal("signature valid", (await AtBAsync(before)).SignatureState);
        Assert.Equal(Ring.Descriptor.Sha256.ToArray(), SeatAtB.Descriptor.Sha256.ToArray());
        Assert.NotEqual(old.Statement.Id, Ring.Statement.Id);
        Assert.Equal(KeyStatus.Retired, StatusAtB(old.Statement.Id));
        Assert.Equal(KeyStatus.Retired, StatusAtB(old.Checkpoint.Id));

        // The old checkpoint key is gone for good: what comes now stands on the new one alone.
        await nodes.RestartAAsync(() =>
        {
            File.Delete(nodes.HomeA.Home.CheckpointKeyFile);
            File.Delete(nodes.HomeA.Home.StatementKeyFile);
            return Task.CompletedTask;
        });
        await ShownAsync(await ReleasedAsync());
    }

    [Fact]
    public async Task A_restart_tells_nobody_a_second_time()
    {
        await RenewAsync();
        await ShownAsync(await ReleasedAsync());
        var told = await EntriesOfKindKeyAsync();
        await nodes.RestartAAsync(() => Task.CompletedTask);
        await ShownAsync(await ReleasedAsync());

        Assert.Equal(told, await EntriesOfKindKeyAsync());
    }

    [Fact]
    [Trait("Edge", "17")]
    public async Task A_key_announced_as_compromised_marks_what_it_signed_and_is_replaced()
    {
        var (record, stolen) = (await ReleasedAsync(), Ring.Statement.Id);
        await ShownAsync(record);
        await RenewAsync("--compromised", stolen.Hex, "--since", "2026-01-01T00:00:00Z");

        var doubted = await TwoNodes.UntilAsync(
            () => AtBAsync(record), view => view.SignatureState.StartsWith("authenticity in doubt", Ordinal));
        Assert.Equal(record, doubted.RecordId);
        Assert.Equal(KeyStatus.Compromised, StatusAtB(stolen));
        Assert.NotEqual(stolen, Ring.Statement.Id);
        await ShownAsync(await ReleasedAsync());
    }

    [Fact]
    public async Task A_compromised_checkpoint_key_is_announced_under_the_key_that_replaces_it()
    {
        var stolen = Ring.Checkpoint.Id;
        await RenewAsync("--compromised", stolen.Hex, "--since", "2026-01-01T00:00:00Z");

        await ShownAsync(await ReleasedAsync());
        // The reading may show the record a moment before the review of entries has reached the key.
        await TwoNodes.UntilAsync(
            () => Task.FromResult(StatusAtB(stolen)), status => status == KeyStatus.Compromised);
    }

    [Fact]
    public async Task An_older_version_of_the_descriptor_cannot_be_handed_in_again()
    {
        await RenewAsync();
        await ShownAsync(await ReleasedAsync());
        var older = Ring.Descriptors[^2].SignedBytes;

        var refused = await Refused.ReasonAsync(() => nodes.B.Administration("admin").ProposePeerAsync(
            new ProposePeerRequest
            {
                CommandId = Drafts.NewCommand(),
                SignedDescriptor = ByteString.CopyFrom(older.Span),
            }).ResponseAsync);

        Assert.Equal("InvalidArgument DESCRIPTOR_REFUSED", refused);
    }

    [Fact]
    public async Task Whoever_is_admitted_later_is_handed_all_versions_under_one_phrase()
    {
        await RenewAsync("--rotate", "statement");
        await using var home = await TestHome.MakeAsync(postgres, "XC", "--officer", "admin=node-admin",
            "authority=releasing-authority");
        await using var late = await TestNode.StartAsync(home);

        await TwoNodes.AdmitAsync(late, nodes.A, "XA");

        var seat = late.Host.Services.GetRequiredService<PeerTable>().Find(Ring.Descriptor.Participant)!;
        Assert.Equal(Ring.Descriptors.Length, seat.Descriptors.Length);
        Assert.Equal(Ring.PublicKeys.All.Select(key => key.Key.Id), seat.Keys.All.Select(key => key.Key.Id));
    }

    [Fact]
    public async Task A_rebuild_after_rotations_shows_what_was_shown()
    {
        await RenewAsync("--rotate", "statement");
        await ShownAsync(await ReleasedAsync());
        var live = await WholeWayTests.DumpAsync(nodes.HomeB);

        await nodes.B.Host.Services.GetRequiredService<ProjectionRunner>().RebuildAsync("readings");

        Assert.Equal(live, await WholeWayTests.DumpAsync(nodes.HomeB));
    }

    private KeyStatus StatusAtB(KeyId key) => SeatAtB.Keys.All.Single(one => one.Key.Id == key).Status;

    private Task RenewAsync(params string[] more) => nodes.RestartAAsync(async () =>
    {
        var run = await ProgramRun.RunAsync(["renew-descriptor", "--home", nodes.HomeA.Home.Folder, .. more]);
        Assert.True(run.ExitCode == 0, run.Errors);
    });

    private async Task<string> ReleasedAsync()
    {
        var cleared = await Flow.ClearedAsync(nodes.A, Drafts.Strategy());
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        return cleared.RecordId;
    }

    private async Task<RecordView> AtBAsync(string record) =>
        await nodes.B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });

    private async Task ShownAsync(string record) => Assert.Equal("signature valid", (await TwoNodes.UntilAsync(
        () => AtBOrNullAsync(record), view => view is not null))!.SignatureState);

    private async Task<RecordView?> AtBOrNullAsync(string record)
    {
        try
        {
            return await AtBAsync(record);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<long> EntriesOfKindKeyAsync()
    {
        var count = 0;
        var store = nodes.A.Host.Services.GetRequiredService<IEventStore>();
        await foreach (var stored in store.ReadAllAsync(default, CancellationToken.None))
        {
            count += stored.Body is Domain.Peers.OwnKeyAnnounced ? 1 : 0;
        }

        return count;
    }
}
