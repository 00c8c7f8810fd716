using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Attachments by hash, as far as peers need them. A file is complete and verified, or not there.</summary>
internal interface IAttachmentFiles
{
    /// <summary>Size in bytes of a complete attachment, or null.</summary>
    Task<long?> SizeAsync(ContentHash hash, CancellationToken cancellationToken);

    /// <summary>Reads from an offset on; 0 at the end.</summary>
    Task<int> ReadAsync(ContentHash hash, long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Bytes already there of one that is being fetched.</summary>
    Task<long> PartialSizeAsync(ContentHash hash, CancellationToken cancellationToken);

    /// <summary>Adds a chunk at an offset to one that is being fetched; nothing of it is visible yet.</summary>
    Task WritePartialAsync(ContentHash hash, long offset, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a fetched one visible when its size and SHA-256 are right, and says so; otherwise throws what was fetched
    /// away and answers false.
    /// </summary>
    Task<bool> CompleteAsync(ContentHash hash, long size, CancellationToken cancellationToken);
}
