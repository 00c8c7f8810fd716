using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;

namespace CbmExchange.Verify;

/// <summary>Reads length-delimited batches one by one, in memory of one batch.</summary>
internal sealed class BatchFile(Stream stream)
{
    // A varint of a length that an int holds takes at most five bytes.
    private const int LengthBytesMax = 5;
    private const int BitsPerByte = 7;
    private const int FramedBytesMax = EnvelopeLimits.BatchBytesMax + EnvelopeLimits.CheckpointBytesMax;

    /// <summary>Why reading stopped; null at a proper end.</summary>
    public CheckFinding? Fault { get; private set; }

    public IEnumerable<EntryBatch> Read()
    {
        while (ReadLength() is { } length)
        {
            if (length > FramedBytesMax)
            {
                Fault = new CheckFinding(StreamFaults.OverLong, "A batch in the file is longer than 1 MiB.");
                yield break;
            }

            var bytes = new byte[length];
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < length)
            {
                Fault = new CheckFinding(StreamFaults.Truncated, "The file ends inside a batch.");
                yield break;
            }

            if (TryParse(bytes) is not { } batch)
            {
                Fault = new CheckFinding(StreamFaults.Malformed, "The file holds something that is no batch.");
                yield break;
            }

            yield return batch;
        }
    }

    private long? ReadLength()
    {
        long length = 0;
        for (var read = 0; read < LengthBytesMax; read++)
        {
            var next = stream.ReadByte();
            if (next < 0)
            {
                Fault = read == 0 ? null : new CheckFinding(StreamFaults.Truncated, "The file ends inside a length.");
                return null;
            }

            length |= (long)(next & 0x7F) << (read * BitsPerByte);
            if (next < 0x80)
            {
                return length;
            }
        }

        Fault = new CheckFinding(StreamFaults.Malformed, "The file holds a length that is none.");
        return null;
    }

    private static EntryBatch? TryParse(byte[] bytes)
    {
        try
        {
            return EntryBatch.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
