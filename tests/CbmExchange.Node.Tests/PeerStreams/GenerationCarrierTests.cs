using System.Security.Cryptography;
using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.Tests.PeerStreams;

public sealed class GenerationCarrierTests : IDisposable
{
    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);
    private readonly InMemoryEventStore store = new(TimeProvider.System);

    [Fact]
    public async Task What_is_carried_are_the_bytes_that_stand_and_destroyed_disclosures_stay_destroyed()
    {
        var message = a.Message(1);
        var title = message.Disclosures.First(
            text => TextOf(text).Contains("National strategy", StringComparison.Ordinal));
        await AppendAsync(message, a.Receipt(1), a.Message(2));
        await store.PeerStreams.DestroyDisclosuresAsync(
            new(a.Id, b.Id, 1), [],
            [Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(title)))]);

        var opening = await Carrier().OpeningAsync(b.Id, 2, CancellationToken.None);

        Assert.Equal((new PeerStreamId(a.Id, b.Id, 2), new PeerSequence(3)), (opening!.Stream, opening.SizeBefore));
        Assert.Equal(3, opening.Entries.Length);
        Assert.Equal(message.Entry.ToArray(), opening.Entries[0].Entry.ToArray());
        Assert.Equal(message.Statement.ToArray(), opening.Entries[0].Statement.ToArray());
        Assert.Equal(message.LeafHash.ToArray(), opening.Entries[0].LeafHash.ToArray());
        Assert.Equal(message.Disclosures.Remove(title), opening.Entries[0].Disclosures.AsEnumerable());
    }

    [Fact]
    public async Task A_version_limited_later_keeps_its_later_marking_under_its_first_kind()
    {
        var message = a.Message(1);
        var limited = PeerEntry.Parser.ParseFrom(message.Entry.Span);
        limited.Kind = EntryKinds.Released;
        limited.Marking.Tlp = "TLP:AMBER";
        await AppendAsync(message, PeerEntryBuilder.Again(
            Bytes(limited), message.Statement, message.Disclosures,
            EntryKinds.Released, limited.ReplacesSha256));

        var opening = await Carrier().OpeningAsync(b.Id, 2, CancellationToken.None);

        var said = PeerEntry.Parser.ParseFrom(Assert.Single(opening!.Entries).Entry.Span);
        Assert.Equal((EntryKinds.Message, "TLP:AMBER"), (said.Kind, said.Marking.Tlp));
        Assert.Equal(CompactRange.HashLeaf(opening.Entries[0].Entry.Span), opening.Entries[0].LeafHash.ToArray());
    }

    [Fact]
    public async Task A_stream_that_never_began_opens_empty()
    {
        var opening = await Carrier().OpeningAsync(b.Id, 2, CancellationToken.None);

        Assert.Equal((0L, 0), (opening!.SizeBefore.Value, opening.Entries.Length));
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    private static byte[] Bytes(PeerEntry entry) => Google.Protobuf.MessageExtensions.ToByteArray(entry);

    private static string TextOf(string disclosure) =>
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(disclosure));

    private GenerationCarrier Carrier() => new(store, new NodeIdentity(a.Id, "X1", "state"));

    private Task AppendAsync(params NewPeerEntry[] entries) => store.AppendAsync(new AppendRequest
    {
        CommandId = Guid.NewGuid(),
        Streams = [new StreamAppend("node", null, [new Domain.Peers.NodeStarted(a.Id, "test", default)])],
        PeerEntries = [new PeerAppend(new(a.Id, b.Id, 1), [.. entries])],
    });
}
