using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Demo.BadPeers;

/// <summary>Batches that look right at first sight.</summary>
internal static class Batches
{
    /// <summary>The signature names the admitted key; the size in the text was changed after signing.</summary>
    public static EntryBatch Forged(ScriptedPeer from, string to)
    {
        var entries = Entries(1);
        var note = Encoding.UTF8.GetString(Sign(from, to, entries));
        return Batch(entries, Encoding.UTF8.GetBytes(note.Replace("\n1\n", "\n2\n", StringComparison.Ordinal)));
    }

    /// <summary>Rightly signed for three entries, of which two come.</summary>
    public static EntryBatch Truncated(ScriptedPeer from, string to)
    {
        var entries = Entries(3);
        return Batch(entries[..2], Sign(from, to, entries));
    }

    private static PeerEntry[] Entries(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => new PeerEntry
        {
            Kind = "withdrawn",
            RecordId = new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1).ToString(),
            RecordType = "national-document",
            Withdrawal = new Withdrawal { ReasonClass = "not-stated", Request = "stop-using" },
            ReleasedAt = TimeProvider.System.GetUtcNow().ToTimestamp(),
        }),
    ];

    private static byte[] Sign(ScriptedPeer from, string to, PeerEntry[] entries)
    {
        var stream = new PeerStreamId(new ParticipantId(from.ParticipantId), new ParticipantId(to), 1);
        var range = CompactRange.Empty.Append(
            entries.Select(entry => (ReadOnlyMemory<byte>)CompactRange.HashLeaf(entry.ToByteArray())));
        return StreamHeads.Sign(stream, range, TimeProvider.System.GetUtcNow(), from.CheckpointKey);
    }

    private static EntryBatch Batch(PeerEntry[] entries, byte[] checkpoint)
    {
        var batch = new EntryBatch { Generation = 1, FirstIndex = 0, Checkpoint = ByteString.CopyFrom(checkpoint) };
        batch.Entries.AddRange(entries.Select(entry => new SealedEntry { Entry = entry.ToByteString() }));
        return batch;
    }
}
