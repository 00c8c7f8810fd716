using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Startup;
using Grpc.Core;

namespace CbmExchange.Node.Tests.PeerStreams;

public sealed class PeerExchangeTests : IDisposable
{
    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);
    private readonly TestParticipant c = new(3);

    [Fact]
    public async Task What_was_released_before_and_after_arrives()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await nodeA.ReleaseAsync(b, a.Receipt(1), a.Receipt(2));
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeB.HasAsync(nodeB.From(a), 2);

        await nodeA.ReleaseAsync(b, a.Receipt(3));
        await nodeB.HasAsync(nodeB.From(a), 3);
        var mine = await nodeA.Store.PeerStreams.ReadAsync(nodeA.To(b), default, new(10, 1 << 20));
        var theirs = await nodeB.Store.PeerStreams.ReadAsync(nodeB.From(a), default, new(10, 1 << 20));
        Assert.Equal(mine.Select(entry => entry.Entry.ToArray()), theirs.Select(entry => entry.Entry.ToArray()));
        Assert.Equal(3, (await nodeB.EventsAsync<PeerEntriesStored>(a))[^1].To.Value);
    }

    [Fact]
    public async Task A_message_is_receipted_once_and_the_receipt_is_not_receipted()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(b, a.Message(7));

        // B answers with the receipt and one checkpoint-of-peer; A answers neither.
        await nodeA.HasAsync(nodeA.From(b), 2);
        await nodeA.ReleaseAsync(b, a.Receipt(8));
        await nodeB.HasAsync(nodeB.From(a), 2);
        var answers = await nodeA.Store.PeerStreams.ReadAsync(nodeA.From(b), default, new(10, 1 << 20));
        var kinds = answers.Select(entry => PeerEntry.Parser.ParseFrom(entry.Entry.Span)).ToList();
        Assert.Equal([EntryKinds.Receipt, EntryKinds.CheckpointOfPeer], kinds.Select(entry => entry.Kind));
        Assert.Equal(ReceiptLevels.Delivered, kinds[0].Receipt.Level);
        Assert.Single(await nodeB.EventsAsync<MessageDeliveredReceiptWritten>(a));
        Assert.Equal(2, await nodeA.SizeAsync(nodeA.To(b)));
    }

    [Fact]
    [Trait("Edge", "16")]
    public async Task A_message_that_does_not_open_is_quarantined_and_not_receipted()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        using var foreign = EcdsaSigningKey.Create(KeyPurpose.Statement);
        await nodeA.ReleaseAsync(b, a.Message(7, foreign), a.Message(8));

        await nodeB.EvidenceAsync(a, StatementFaults.UnknownKey);
        await nodeA.HasAsync(nodeA.From(b), 2);
        Assert.Equal(2, await nodeB.SizeAsync(nodeB.From(a)));
        var receipt = Assert.Single(await nodeB.EventsAsync<MessageDeliveredReceiptWritten>(a));
        Assert.EndsWith("8", receipt.Message.Value, StringComparison.Ordinal);
        Assert.Single(await nodeB.EventsAsync<PeerStatementQuarantined>(a));
    }

    [Fact]
    public async Task A_follower_that_was_stopped_resumes_where_it_was()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await nodeA.ReleaseAsync(b, a.Receipt(1), a.Receipt(2));
        var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeB.HasAsync(nodeB.From(a), 2);
        await nodeB.DisposeAsync();

        await nodeA.ReleaseAsync(b, a.Receipt(3), a.Receipt(4));
        await using var again = await TestPeerNode.StartAsync(b, [a], nodeB.Store);
        await again.HasAsync(again.From(a), 4);
        var batches = await again.EventsAsync<PeerEntriesStored>(a);
        Assert.Equal([(0, 2), (2, 4)], batches.Select(batch => ((int)batch.From.Value, (int)batch.To.Value)));
    }

    [Fact]
    public async Task A_served_peer_that_comes_back_is_followed_again()
    {
        var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(b, a.Receipt(1));
        await nodeB.HasAsync(nodeB.From(a), 1);
        await nodeA.DisposeAsync();

        await using var again = await TestPeerNode.StartAsync(a, [b], nodeA.Store);
        await again.ReleaseAsync(b, a.Receipt(2));
        await nodeB.HasAsync(nodeB.From(a), 2);
    }

    [Fact]
    public async Task A_paused_peer_is_neither_followed_nor_served()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(b, a.Receipt(1));
        await nodeB.HasAsync(nodeB.From(a), 1);

        await nodeA.AppendAsync(PeerEventStreams.Of(b.Id), new PeerPaused(b.Id, new OfficerId("o"), default));
        await TestPeerNode.EventuallyAsync(
            () => Task.FromResult(!nodeA.Board.All.ContainsKey(b.Id)), () => "still followed");
        Assert.Equal(PeerRefusals.PeerNotAdmitted, await ReasonAsync(b, a, async client =>
            await client.HeldHeadAsync(new HeldHeadRequest())));
    }

    [Fact]
    public async Task An_open_follow_ends_like_any_stop_when_its_peer_is_paused()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        nodeA.Gate.Report(b.Id, HeadCheckPhase.Allowed, 0);
        using var channel = Channel(b, a);
        using var call = channel.NextClient().Follow(new FollowRequest());
        await nodeA.ReleaseAsync(b, a.Receipt(1));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        await nodeA.AppendAsync(PeerEventStreams.Of(b.Id), new PeerPaused(b.Id, new OfficerId("o"), default));
        var ended = await Assert.ThrowsAsync<RpcException>(() => DrainAsync(call.ResponseStream));

        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Equal("SHUTTING_DOWN", PeerErrors.ReasonOf(ended));
    }

    [Fact]
    public async Task A_certificate_under_no_admitted_root_is_nobody()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);

        Assert.Equal(PeerRefusals.PeerNotAdmitted, await ReasonAsync(c, a, async client =>
            await client.HeldHeadAsync(new HeldHeadRequest())));
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_under_the_peers_root_is_not_talked_to()
    {
        // C sits where A is expected.
        await using var impostor = await ScriptedPeer.StartAsync(c, ScriptedPeer.Sends());
        var seat = new PeerSeat([a.Descriptor], a.Keys, false, 0);
        using var channel = new PeerChannel(
            seat, new SyncIdentity(b.Id, b.Checkpoint, b.Keys, b.Tls.Certificate), TimeProvider.System);
        Assert.False(PeerCertificates.IsNodeUnder(c.Tls.Certificate, seat.TlsRoots, TimeProvider.System.GetUtcNow()));
        Assert.True(PeerCertificates.IsNodeUnder(a.Tls.Certificate, seat.TlsRoots, TimeProvider.System.GetUtcNow()));

        using var wrong = new WrongWay(seat, c.Port, b);
        var fault = await Assert.ThrowsAsync<RpcException>(
            async () => await wrong.Client.HeldHeadAsync(new HeldHeadRequest()));
        Assert.Contains(fault.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Internal });
    }

    [Fact]
    public async Task An_attachment_is_fetched_once_its_hash_is_disclosed()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        var bytes = new byte[300_000];
        new Random(5).NextBytes(bytes);
        var hash = await nodeA.Attachments.StoreAsync(bytes);
        await nodeA.ReleaseAsync(b, a.Message(1, json: WithFile(hash, bytes.Length)));

        await TestPeerNode.EventuallyAsync(
            () => Task.FromResult(nodeB.Attachments.LengthOf(hash) == bytes.Length), () => "the attachment never came");
    }

    [Fact]
    public async Task An_attachment_that_was_not_disclosed_reads_as_one_that_does_not_exist()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b, c]);
        var hash = await nodeA.Attachments.StoreAsync(new byte[] { 1, 2, 3 });
        await nodeA.ReleaseAsync(c, a.Message(1, json: WithFile(hash, 3)));

        var hidden = await FetchFaultAsync(hash);
        var missing = await FetchFaultAsync(new ContentHash(new string('e', 64)));
        Assert.Equal("ATTACHMENT_NOT_FOUND", PeerErrors.ReasonOf(hidden));
        Assert.Equal(missing.Status.Detail, hidden.Status.Detail);
        Assert.Equal(
            missing.Trailers.GetValueBytes("grpc-status-details-bin"),
                hidden.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    private static async Task DrainAsync(IAsyncStreamReader<FollowResponse> responses)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15), TimeProvider.System);
        while (await responses.MoveNext(patience.Token))
        {
            // What was already on its way.
        }
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
        c.Dispose();
    }

    private static string WithFile(ContentHash hash, int size) => $$"""
        {
          "subject": [{ "lang": "en", "text": "Strategy", "status": "authoritative" }],
          "kind": "strategy",
          "title": [{ "lang": "en", "text": "National strategy", "status": "authoritative" }],
          "status": "in-force",
          "files": [
            { "sha256": "{{hash.Hex}}", "sizeBytes": "{{size}}", "mediaType": "application/pdf", "name": "f.pdf" }
          ]
        }
        """;

    private static async Task<string> ReasonAsync(
        TestParticipant caller, TestParticipant server, Func<PeerSyncService.PeerSyncServiceClient, Task> call)
    {
        using var channel = Channel(caller, server);
        var fault = await Assert.ThrowsAsync<RpcException>(() => call(channel.NextClient()));
        return PeerErrors.ReasonOf(fault);
    }

    private static PeerChannel Channel(TestParticipant caller, TestParticipant server) => new(
        new PeerSeat([server.Descriptor], server.Keys, false, 0),
        new SyncIdentity(caller.Id, caller.Checkpoint, caller.Keys, caller.Tls.Certificate), TimeProvider.System);

    private async Task<RpcException> FetchFaultAsync(ContentHash hash)
    {
        using var channel = Channel(b, a);
        using var call = channel.NextClient().FetchAttachment(
            new FetchAttachmentRequest { Sha256 = Google.Protobuf.ByteString.CopyFrom(hash.ToBytes()) });
        return await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
    }
}
