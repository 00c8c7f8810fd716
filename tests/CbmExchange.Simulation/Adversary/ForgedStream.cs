using System.Security.Cryptography;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Simulation.Adversary;

/// <summary>The adversary's stream to one node: entries of all kinds under heads that its own key signs.</summary>
internal sealed class ForgedStream(SimulatedWorld world, PeerStreamId id, NodeKeys keys, Chance chance)
{
    private readonly List<SealedEntry> entries = [];
    private readonly List<CompactRange> edges = [CompactRange.Empty];

    public long Size => entries.Count;

    public CompactRange Edge => edges[^1];

    public CompactRange EdgeAt(long size) => edges[(int)size];

    /// <summary>Adds entries.</summary>
    public void Grow(int count)
    {
        for (; count > 0; count--)
        {
            Add(New());
        }
    }

    /// <summary>The head of another history of the same length.</summary>
    public CompactRange Fork() =>
        Size == 0 ? Edge : edges[^2].Append([CompactRange.HashLeaf(chance.Bytes(8))]);

    public FollowResponse CaughtUp(int generation, CompactRange edge, DateTimeOffset at) =>
        new() { CaughtUp = new CaughtUp { Checkpoint = Sign(generation, edge, at) } };

    /// <summary>All after a size, under one head.</summary>
    public FollowResponse Batch(int generation, long after, DateTimeOffset at)
    {
        var batch = new EntryBatch { Generation = generation, FirstIndex = after };
        batch.Entries.AddRange(entries.Skip((int)after));
        batch.Checkpoint = Sign(generation, Edge, at);
        return new FollowResponse { Batch = batch };
    }

    /// <summary>One more entry that is none, or does not fit what lies beside it, under a head that is right.</summary>
    public FollowResponse Unreadable(int generation, long after, DateTimeOffset at)
    {
        var bad = New();
        switch (chance.Below(4))
        {
            case 0:
                bad.Entry = ByteString.CopyFrom(chance.Bytes(40));
                break;
            case 1:
                bad.Statement = ByteString.CopyFromUtf8("another.statement.altogether");
                break;
            case 2:
                bad.Disclosures.Add("WyJzYWx0Il0");
                break;
            default:
                bad.Entry = new PeerEntry { Kind = "released" }.ToByteString();
                break;
        }

        var batch = new EntryBatch { Generation = generation, FirstIndex = Size };
        batch.Entries.Add(bad);
        batch.Checkpoint = Sign(generation, Edge.Append([CompactRange.HashLeaf(bad.Entry.Span)]), at);
        return after == Size ? new FollowResponse { Batch = batch } : CaughtUp(generation, Edge, at);
    }

    private ByteString Sign(int generation, CompactRange edge, DateTimeOffset at) => ByteString.CopyFrom(
        StreamHeads.Sign(id with { Generation = generation }, edge, at, keys.Checkpoint));

    private void Add(SealedEntry entry)
    {
        entries.Add(entry);
        edges.Add(Edge.Append([CompactRange.HashLeaf(entry.Entry.Span)]));
    }

    // A receipt of nothing, a kind that nobody knows, or a message with a statement that is not its own.
    private SealedEntry New()
    {
        var record = new RecordId(chance.Id().ToString());
        switch (chance.Below(3))
        {
            case 0:
                var receipt = PeerEntryBuilder.Delivered(
                    record, "response", ContentHash.FromBytes(chance.Bytes(32)), EventQueue.Epoch);
                return new SealedEntry { Entry = ByteString.CopyFrom(receipt.Entry.Span) };
            case 1:
                return new SealedEntry { Entry = new PeerEntry { Kind = "of-a-later-version" }.ToByteString() };
            default:
                return Stolen(record);
        }
    }

    private SealedEntry Stolen(RecordId record)
    {
        var statement = chance.Of(world.Nodes).Disk.PeerStreams.SelectMany(stream => stream.Entries)
            .Select(entry => entry.Statement).FirstOrDefault(one => !one.IsEmpty);
        var bytes = ByteString.CopyFrom(statement.IsEmpty ? "a.b.c"u8 : statement.Span);
        var body = new PeerEntry
        {
            Kind = EntryKinds.Message, RecordId = record.Value, RecordType = "response",
            StatementSha256 = ByteString.CopyFrom(SHA256.HashData(bytes.Span)),
            Marking = new Marking { Tlp = "TLP:RED" }, ReleasedAt = EventQueue.Epoch.ToTimestamp(),
        };
        return new SealedEntry { Entry = body.ToByteString(), Statement = bytes };
    }
}
