using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;

namespace CbmExchange.Store.Tests;

/// <summary>
/// Entries and batches as the builder and the verifier make them. Only those can make them in the product; here their
/// constructors are reached around the compiler, since the store does not care what the bytes say.
/// </summary>
internal static class PeerData
{
    public static readonly PeerStreamId Outgoing = Stream("xa", "xb");

    public static PeerStreamId Stream(string from, string to, int generation = 1) =>
        new(new ParticipantId(from), new ParticipantId(to), generation);

    public static NewPeerEntry Entry(string text, params string[] disclosures)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return MakeEntry(bytes, Encoding.ASCII.GetBytes("jwt-" + text), [.. disclosures], CompactRange.HashLeaf(bytes));
    }

    public static VerifiedBatch Batch(PeerStreamId stream, CompactRange before, int count)
    {
        var entries = Enumerable.Range((int)before.Size, count).Select(index =>
        {
            var bytes = Encoding.UTF8.GetBytes("in-" + index.ToString(CultureInfo.InvariantCulture));
            var one = new SealedEntry { Entry = ByteString.CopyFrom(bytes),
                Statement = ByteString.CopyFromUtf8("jwt") };
            one.Disclosures.Add("disclosed" + index.ToString(CultureInfo.InvariantCulture));
            return MakeVerified(index, one, new PeerEntry(), CompactRange.HashLeaf(bytes));
        }).ToImmutableArray();
        var after = before.Append(entries.Select(entry => entry.LeafHash));
        var note = Encoding.ASCII.GetBytes($"note of {stream.Origin} at {after.Size}");
        var head = MakeHead(stream, after, note, new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero));
        return MakeBatch(stream, before.Size, entries, head);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern NewPeerEntry MakeEntry(byte[] entry, byte[] statement, ImmutableArray<string> disclosures,
        byte[] leafHash);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern VerifiedEntry MakeVerified(long index, SealedEntry sealedEntry, PeerEntry body,
        byte[] leafHash);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern VerifiedHead MakeHead(PeerStreamId stream, CompactRange range, byte[] checkpoint,
        DateTimeOffset signedAt);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern VerifiedBatch MakeBatch(
        PeerStreamId stream, long firstIndex, ImmutableArray<VerifiedEntry> entries, VerifiedHead head);
}
