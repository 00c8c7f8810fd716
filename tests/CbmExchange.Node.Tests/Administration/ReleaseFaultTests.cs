using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.PeerStreams;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Administration;

/// <summary>A stream that a fork stopped goes on when two officers say so, and not before.</summary>
public sealed class ReleaseFaultTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Officers =
    [
        "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority",
    ];

    // From this follow on the peer shows one history only.
    private const int HonestFrom = 1000;

    private readonly DateTimeOffset at = TimeProvider.System.GetUtcNow();
    private readonly PeerStreamId stream = new(new(Drafts.IdOf("XB")), new(Drafts.IdOf("XA")), 1);
    private volatile int follows;
    private volatile bool isAnswered;

    [Fact]
    public async Task A_forked_stream_goes_on_after_two_officers_also_when_the_node_restarts_between_them()
    {
        await using var home = await TestHome.MakeAsync(postgres, "XA", Officers);
        var port = FreePorts.Next();
        await using var other = await TestHome.MakeAsync(postgres, "XB", ["--endpoint", $"127.0.0.1:{port}"]);
        using var checkpoint = KeyFile.Read(other.Home.CheckpointKeyFile, KeyPurpose.Checkpoint, null);
        using var tls = TlsCertificate.Read(other.Home.PeerCertificateFile, other.Home.PeerKeyFile, null);
        await using var forking = await ScriptedPeer.StartAsync(
            port, tls.Certificate, response => AnswerAsync(response, checkpoint));

        await using (var node = await TestNode.StartAsync(home))
        {
            node.ExpectedErrors.Add("FORKED");
            await AdmitAsync(node, other);
            await FaultAsync(node, "FORKED");
            var asked = await ReleaseAsync(node, "admin");
            var again = await ReleaseAsync(node, "admin");
            Assert.Equal((false, "FORKED"), (asked.Released, asked.Fault));
            Assert.False(again.Released);
            Assert.Equal(
                "PermissionDenied ROLE_MISSING", await Refused.ReasonAsync(() => ReleaseAsync(node, "author")));
        }

        await using var restarted = await TestNode.StartAsync(home);
        restarted.ExpectedErrors.Add("FORKED");
        await FaultAsync(restarted, "FORKED");
        Interlocked.Exchange(ref follows, HonestFrom);
        var released = await ReleaseAsync(restarted, "authority");
        await FaultAsync(restarted, "");

        Assert.Equal((true, "FORKED"), (released.Released, released.Fault));
        Assert.Equal(
            "FailedPrecondition NO_OPEN_FAULT", await Refused.ReasonAsync(() => ReleaseAsync(restarted, "authority")));
        Assert.Equal(1, await CountAsync<PeerFaultReleaseRequested>(restarted));
        Assert.Equal(1, await CountAsync<PeerFaultReleased>(restarted));
    }

    [Fact]
    public async Task A_stopped_stream_stays_stopped_across_a_restart_though_the_peer_shows_one_history_again()
    {
        await using var home = await TestHome.MakeAsync(postgres, "XA", Officers);
        var port = FreePorts.Next();
        await using var other = await TestHome.MakeAsync(postgres, "XB", ["--endpoint", $"127.0.0.1:{port}"]);
        using var checkpoint = KeyFile.Read(other.Home.CheckpointKeyFile, KeyPurpose.Checkpoint, null);
        using var tls = TlsCertificate.Read(other.Home.PeerCertificateFile, other.Home.PeerKeyFile, null);
        await using var forking = await ScriptedPeer.StartAsync(
            port, tls.Certificate, response => AnswerAsync(response, checkpoint));
        await using (var node = await TestNode.StartAsync(home))
        {
            node.ExpectedErrors.Add("FORKED");
            await AdmitAsync(node, other);
            await FaultAsync(node, "FORKED");
            await TwoNodes.UntilAsync(() => CountAsync<PeerStreamStopped>(node), count => count == 1);
        }

        Interlocked.Exchange(ref follows, HonestFrom);
        await using var restarted = await TestNode.StartAsync(home);
        await TwoNodes.UntilAsync(() => Task.FromResult(follows), count => count > HonestFrom);
        await TwoNodes.UntilAsync(() => Task.FromResult(isAnswered), answered => answered);
        var shown = await FaultAsync(restarted, "FORKED");

        var incoming = shown.Streams.Single(one => one is { Designator: "XB", Direction: "in" });
        Assert.Equal(("refused", 1L), (incoming.State, incoming.Stored));
        await ReleaseAsync(restarted, "admin");
        Assert.True((await ReleaseAsync(restarted, "authority")).Released);
        await FaultAsync(restarted, "");
    }

    // One entry, then heads of another history of the same size; later the head of the first history.
    private Task AnswerAsync(HttpResponse response, SigningKey key)
    {
        var mine = ScriptedPeer.Batch(stream, key, Receipt(1));
        var head = ScriptedPeer.Batch(stream, key, Receipt(2)).Checkpoint;
        var number = Interlocked.Increment(ref follows);
        FollowResponse[] messages = number switch
        {
            1 => [new() { Batch = mine }, new() { Heartbeat = new Heartbeat { Checkpoint = head } }],
            < HonestFrom => [new() { Heartbeat = new Heartbeat { Checkpoint = head } }],
            _ => [new() { CaughtUp = new CaughtUp { Checkpoint = mine.Checkpoint } }],
        };
        isAnswered = number > HonestFrom;
        return ScriptedPeer.Sends(messages)(response);
    }

    private NewPeerEntry Receipt(int number) => PeerEntryBuilder.Delivered(
        new RecordId($"11111111-0000-4000-8000-{number:d12}"), "response", new ContentHash(new string('c', 64)), at);

    private static async Task AdmitAsync(TestNode node, TestHome other)
    {
        var bytes = await File.ReadAllBytesAsync(other.Home.DescriptorFile);
        await node.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = Google.Protobuf.ByteString.CopyFrom(bytes),
        });
        await node.Administration("authority").AdmitPeerAsync(new AdmitPeerRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = "XB",
            Phrase = Envelopes.Descriptors.AdmissionPhrase.Of(bytes),
        });
    }

    private static Task<ListStreamsResponse> FaultAsync(TestNode node, string fault) => TwoNodes.UntilAsync(
        async () => await node.Administration("admin").ListStreamsAsync(new ListStreamsRequest()),
        answer => answer.Streams.Single(one => one is { Designator: "XB", Direction: "in" }) is var incoming
            && incoming.Fault == fault && (fault.Length > 0 || incoming.State is "live" or "back-fill"));

    private static Task<ReleasePeerFaultResponse> ReleaseAsync(TestNode node, string officer) =>
        node.Administration(officer).ReleasePeerFaultAsync(new ReleasePeerFaultRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = "XB",
        }).ResponseAsync;

    private static async Task<int> CountAsync<T>(TestNode node)
    {
        var store = node.Host.Services.GetRequiredService<IEventStore>();
        return await store.ReadStreamAsync($"peer-{Drafts.IdOf("XB")}").CountAsync(stored => stored.Body is T);
    }
}
