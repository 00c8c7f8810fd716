using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Signs the heads of our own streams.</summary>
public static class StreamHeads
{
    /// <summary>
    /// The signed checkpoint of a stream at a size. MUST be called with edges of one and the same tree only: see
    /// <see cref="CheckpointSigner.Sign"/>.
    /// </summary>
    public static byte[] Sign(PeerStreamId stream, CompactRange range, DateTimeOffset at, SigningKey key) =>
        Sign(stream, range, at, [key]);

    /// <summary>The same with a signature of each key: the one in force, then those before it.</summary>
    public static byte[] Sign(
        PeerStreamId stream, CompactRange range, DateTimeOffset at, IReadOnlyList<SigningKey> keys) =>
        CheckpointSigner.Sign(
            new Checkpoint(stream.Origin, range.Size, [.. range.Root()], at), stream.Originator, keys);
}
