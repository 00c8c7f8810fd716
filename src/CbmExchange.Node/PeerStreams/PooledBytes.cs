using System.Buffers;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Bytes that grow in borrowed memory: a batch is too long to be allocated anew for each step.</summary>
/// <param name="capacity">Bytes to begin with.</param>
internal sealed class PooledBytes(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, capacity));
    private int length;

    /// <summary>What was written; good until more is written or it is disposed.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <inheritdoc/>
    public void Advance(int count) => length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return buffer.AsMemory(length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return buffer.AsSpan(length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private void MakeRoom(int bytes)
    {
        if (buffer.Length - length >= Math.Max(1, bytes))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + bytes, 2 * buffer.Length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
