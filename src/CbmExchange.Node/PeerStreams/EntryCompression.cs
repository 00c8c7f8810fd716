using System.IO.Compression;
using Grpc.Net.Compression;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The gRPC message encoding "cbm-deflate" for back-fill (decision 0036): base64url is written as the bytes that it
/// stands for, and once more where those hold base64url again, then deflate (RFC 1951). Each message has a context of
/// its own. A peer that does not offer it is answered without.
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
        using var inner = new PooledBytes(Base64Runs.PieceBytes);
        Inflate(stream, inner);
        using var outer = new PooledBytes(LengthAfter(inner.Written, LengthsBytesMax));
        Base64Runs.Unpack(inner.Written, outer);
        var message = new byte[LengthAfter(outer.Written, 0)];
        Base64Runs.Unpack(outer.Written, message);
        return new MemoryStream(message, writable: false);
    }

    private void Inflate(Stream source, PooledBytes target)
    {
        using var inflated = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        int read;
        while ((read = inflated.Read(target.GetSpan(Base64Runs.PieceBytes))) > 0)
        {
            target.Advance(read);
            MustFit(target.Written.Length - (2 * LengthsBytesMax));
        }
    }

    private int LengthAfter(ReadOnlySpan<byte> packed, int more)
    {
        var length = Base64Runs.UnpackedLength(packed);
        MustFit(length - more);
        return (int)length;
    }

    private void MustFit(long bytes)
    {
        if (bytes > messageBytesMax)
        {
            throw new InvalidDataException($"A message of a peer unpacks to more than {messageBytesMax} bytes.");
        }
    }

    // Takes the whole message; it is packed when the writer is done with it.
    private sealed class Packing(Stream target) : Stream
    {
        private PooledBytes? message = new(Base64Runs.PieceBytes);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => message is not null;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(message!.GetSpan(buffer.Length));
            message.Advance(buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing leaves before the end.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && message is { } whole)
            {
                message = null;
                using (whole)
                using (var outer = new PooledBytes(whole.Written.Length + LengthsBytesMax))
                using (var inner = new PooledBytes(whole.Written.Length + (2 * LengthsBytesMax)))
                {
                    Base64Runs.Pack(whole.Written, Base64Runs.StatementCharsMin, outer);
                    Base64Runs.Pack(outer.Written, Base64Runs.DigestCharsMin, inner);
                    using var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
                    deflate.Write(inner.Written);
                }
            }

            base.Dispose(disposing);
        }
    }
}
