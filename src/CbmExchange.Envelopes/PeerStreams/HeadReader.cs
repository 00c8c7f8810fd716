using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Opens a signed checkpoint as the head of one stream.</summary>
internal static class HeadReader
{
    public static Verdict<Checkpoint, StreamFault> Open(
        PeerStreamId stream, ReadOnlyMemory<byte> note, PeerKeys keys, DateTimeOffset now)
    {
        if (keys.Participant != stream.Originator)
        {
            throw new ArgumentException("The keys belong to another participant than the stream.", nameof(keys));
        }

        var (checkpoint, fault) = CheckpointVerifier.Open(note.Span, keys, now);
        if (checkpoint is null)
        {
            return Name(fault!.Value, note);
        }

        if (checkpoint.Origin == stream.Origin)
        {
            return checkpoint;
        }

        return IsOtherGeneration(stream, checkpoint.Origin)
            ? new StreamFault(
                StreamFaults.WrongGeneration, "The checkpoint is of another generation of the stream.", note)
            : new StreamFault(StreamFaults.WrongOrigin, "The checkpoint belongs to another stream.", note);
    }

    private static bool IsOtherGeneration(PeerStreamId stream, string origin)
    {
        var anyGeneration = stream.Origin[..(stream.Origin.LastIndexOf('/') + 1)];
        return origin.StartsWith(anyGeneration, StringComparison.Ordinal);
    }

    private static StreamFault Name(CheckpointFault fault, ReadOnlyMemory<byte> note) => fault switch
    {
        CheckpointFault.Forged =>
            new(StreamFaults.ForgedCheckpoint, "The signature of the checkpoint does not hold.", note),
        CheckpointFault.UnknownKey =>
            new(StreamFaults.UnknownKey, "No admitted checkpoint key of the originator signed the checkpoint.", note),
        CheckpointFault.KeyNotValid =>
            new(StreamFaults.KeyNotValid, "The key was not valid when the checkpoint was signed.", note),
        CheckpointFault.KeyCompromised =>
            new(StreamFaults.KeyCompromised, "The checkpoint is signed with a key announced as compromised.", note),
        CheckpointFault.DatedAhead =>
            new(StreamFaults.DatedAhead, "The checkpoint is dated more than 24 hours ahead; compare the clocks.", note),
        _ => new(StreamFaults.Malformed, "The checkpoint is not a signed checkpoint.", note),
    };
}
