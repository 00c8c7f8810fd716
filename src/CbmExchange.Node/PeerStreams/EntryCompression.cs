using System.IO.Compression;
using Grpc.Net.Compression;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The gRPC message encoding "cbm-deflate" for back-fill (decision 0036): base64url is written as the bytes that it
/// stands for, then deflate (RFC 1951). Each message has a context of its own. A peer that does not offer it is
/// answered without.
/// </summary>
/// <param name="messageBytesMax">Bytes of a message at most; a longer one is refused while it is unpacked.</param>
internal sealed class EntryCompression(int messageBytesMax) : ICompressionProvider
{
    // A run is written only where it saves more than its two lengths take; the last piece may have them for nothing.
    private const int LengthsBytesMax = 16;

    /// <summary>Name in grpc-encoding.</summary>
    public const string Name = "cbm-deflate";

    /// <inheritdoc/>
    public string EncodingName => Name;

    /// <inheritdoc/>
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => new Packing(stream);

    /// <inheritdoc/>
    public Stream CreateDecompressionStream(Stream stream)
    {
        using var inflated = new DeflateStream(stream, CompressionMode.Decompress, leaveOpen: true);
        return new MemoryStream(Base64Runs.Unpack(ReadAll(inflated)).ToArray(), writable: false);

        byte[] ReadAll(Stream source)
        {
            using var all = new MemoryStream();
            var piece = new byte[Base64Runs.PieceBytes];
            int read;
            while ((read = source.Read(piece)) > 0)
            {
                all.Write(piece, 0, read);
                MustFit(all.Length - LengthsBytesMax);
            }

            MustFit(Base64Runs.UnpackedLength(all.GetBuffer().AsSpan(0, (int)all.Length)));
            return all.ToArray();
        }
    }

    private void MustFit(long bytes)
    {
        if (bytes > messageBytesMax)
        {
            throw new InvalidDataException($"A message of a peer unpacks to more than {messageBytesMax} bytes.");
        }
    }

    // Takes the whole message; it is packed when the writer is done with it.
    private sealed class Packing(Stream target) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing && CanRead)
            {
                using var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
                deflate.Write(Base64Runs.Pack(GetBuffer().AsSpan(0, (int)Length)).Span);
            }

            base.Dispose(disposing);
        }
    }
}
