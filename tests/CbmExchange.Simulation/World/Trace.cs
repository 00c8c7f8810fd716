using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CbmExchange.Simulation.World;

/// <summary>
/// SHA-256 over all that happened, in order. Two runs of one seed have the same. With a listener it is also told in
/// words.
/// </summary>
internal sealed class Trace(EventQueue queue) : IDisposable
{
    private const int BufferBytes = 8192;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[BufferBytes];
    private int filled;

    /// <summary>Told each line while not null.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Something happened.</summary>
    public void Add(string what, int who, long number = 0, ReadOnlySpan<byte> bytes = default)
    {
        Span<byte> head = stackalloc byte[20];
        BinaryPrimitives.WriteInt64LittleEndian(head, queue.Now.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], number);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], who);
        Write(head);
        Span<byte> name = stackalloc byte[what.Length];
        Encoding.ASCII.GetBytes(what, name);
        Write(name);

        Write(bytes);
        Tell?.Invoke($"{queue.Now:d\\.hh\\:mm\\:ss\\.fff} {who} {what} {number}");
    }

    /// <summary>What it comes to, lower-case hex.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferBytes - filled)
        {
            Flush();
        }

        if (bytes.Length > BufferBytes)
        {
            hash.AppendData(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(filled));
        filled += bytes.Length;
    }

    private void Flush()
    {
        hash.AppendData(buffer.AsSpan(0, filled));
        filled = 0;
    }
}
