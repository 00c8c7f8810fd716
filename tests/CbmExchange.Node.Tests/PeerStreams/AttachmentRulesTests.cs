using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>When an attachment may be fetched, and what an opened generation changes.</summary>
public sealed class AttachmentRulesTests : IDisposable
{
    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);

    [Fact]
    public async Task An_attachment_of_a_withdrawn_record_reads_as_one_that_does_not_exist()
    {
        await using var node = await TestPeerNode.StartAsync(a, [b]);
        var hash = await node.Attachments.StoreAsync(new byte[] { 1, 2, 3 });
        var message = a.Message(1, json: WithFile(hash, 3));
        await node.ReleaseAsync(b, message);
        var before = await FetchAsync(hash);

        var record = PeerEntry.Parser.ParseFrom(message.Entry.Span).RecordId;
        await node.ReleaseAsync(b, PeerEntryBuilder.Withdrawn(
            new RecordId(record), RecordTypes.NationalDocument, hash, "no-longer-valid", "stop-using",
            TimeProvider.System.GetUtcNow()));
        var after = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(hash));

        Assert.Equal([1, 2, 3], before);
        Assert.Equal("ATTACHMENT_NOT_FOUND", PeerErrors.ReasonOf(after));
    }

    [Fact]
    public async Task Whoever_was_taken_out_of_a_release_fetches_its_attachments_no_more_until_they_are_disclosed_again()
    {
        await using var node = await TestPeerNode.StartAsync(a, [b]);
        var hash = await node.Attachments.StoreAsync(new byte[] { 1, 2, 3 });
        var message = a.Message(1, json: WithFile(hash, 3));
        await node.ReleaseAsync(b, message);
        var before = await FetchAsync(hash);

        var record = PeerEntry.Parser.ParseFrom(message.Entry.Span).RecordId;
        await node.ReleaseAsync(b, PeerEntryBuilder.Narrowed(
            new RecordId(record), RecordTypes.NationalDocument, hash, TimeProvider.System.GetUtcNow()));
        var after = await Assert.ThrowsAsync<RpcException>(() => FetchAsync(hash));
        await node.ReleaseAsync(b, message);

        Assert.Equal([1, 2, 3], before);
        Assert.Equal("ATTACHMENT_NOT_FOUND", PeerErrors.ReasonOf(after));
        Assert.Equal([1, 2, 3], await FetchAsync(hash));
    }

    [Fact]
    public async Task An_attachment_of_an_older_generation_is_still_served()
    {
        await using var node = await TestPeerNode.StartAsync(a, [b]);
        var hash = await node.Attachments.StoreAsync(new byte[] { 1, 2, 3 });
        await node.ReleaseAsync(b, a.Message(1, json: WithFile(hash, 3)));

        await node.Store.PeerStreams.OpenAsync(new(a.Id, b.Id, 2));

        Assert.Equal([1, 2, 3], await FetchAsync(hash));
    }

    [Fact]
    public async Task What_one_peer_sends_of_a_hash_does_not_spoil_what_another_sends()
    {
        var home = Directory.CreateTempSubdirectory("cbm-partial-").FullName;
        var files = new AttachmentStore(home);
        var bytes = new byte[] { 1, 2, 3 };
        var hash = ContentHash.FromBytes(System.Security.Cryptography.SHA256.HashData(bytes));

        await files.From(a.Id).WriteAsync(hash, 0, new byte[] { 9, 9 });
        await files.From(b.Id).WriteAsync(hash, 0, bytes);
        await files.From(b.Id).CompleteAsync(hash);

        Assert.Equal(3, files.LengthOf(hash));
        Assert.Equal(2, files.From(a.Id).ReceivedOf(hash));
        Directory.Delete(home, recursive: true);
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
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

    private async Task<byte[]> FetchAsync(ContentHash hash)
    {
        using var channel = new PeerChannel(
            new PeerSeat([a.Descriptor], a.Keys, false, 0),
            new SyncIdentity(b.Id, b.Checkpoint, b.Keys, b.Tls.Certificate), TimeProvider.System);
        using var call = channel.NextClient().FetchAttachment(
            new FetchAttachmentRequest { Sha256 = ByteString.CopyFrom(hash.ToBytes()) });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call.ResponseStream.Current.Chunk.ToByteArray();
    }
}
