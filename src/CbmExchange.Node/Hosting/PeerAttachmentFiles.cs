using CbmExchange.Domain;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.Hosting;

/// <summary>The attachments of this home, as PeerStreams serves and fetches them.</summary>
internal sealed class PeerAttachmentFiles(AttachmentStore files) : IAttachmentFiles
{
    /// <inheritdoc/>
    public Task<long?> SizeAsync(ContentHash hash, CancellationToken cancellationToken) =>
        Task.FromResult(files.LengthOf(hash));

    /// <inheritdoc/>
    public async Task<int> ReadAsync(
        ContentHash hash, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await files.ReadAsync(hash, offset, buffer.Length, cancellationToken).ConfigureAwait(false);
        if (read is not { } bytes)
        {
            return 0;
        }

        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    /// <inheritdoc/>
    public Task<long> PartialSizeAsync(ContentHash hash, CancellationToken cancellationToken) =>
        Task.FromResult(files.ReceivedOf(hash));

    /// <inheritdoc/>
    public Task WritePartialAsync(
        ContentHash hash, long offset, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) =>
        files.WriteAsync(hash, offset, chunk, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> CompleteAsync(ContentHash hash, long size, CancellationToken cancellationToken)
    {
        try
        {
            await files.CompleteAsync(hash, cancellationToken).ConfigureAwait(false);
        }
        catch (AttachmentRefusedException)
        {
            return false;
        }

        if (files.LengthOf(hash) == size)
        {
            return true;
        }

        files.Delete(hash);
        return false;
    }
}
