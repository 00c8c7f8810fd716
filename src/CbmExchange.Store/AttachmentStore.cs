using System.Security.Cryptography;
using CbmExchange.Domain;
using CbmExchange.Store.Attachments;

namespace CbmExchange.Store;

/// <summary>
/// Attachments as files named by the SHA-256 of their bytes, at most <see cref="StoreLimits.AttachmentBytesMax"/> each.
/// Invariants: what can be read has been verified against its name and is durable; what is being received lies apart,
/// can be continued after a restart, and becomes visible in one rename.
/// Who may read which hash is not decided here (design D5).
/// </summary>
public sealed class AttachmentStore
{
    private readonly AttachmentFolder folder;

    /// <summary>Uses (and makes, with mode 0700) the folder <c>attachments</c> of a home.</summary>
    public AttachmentStore(string home)
        : this(new AttachmentFolder(Path.Combine(home, "attachments"))) { }

    private AttachmentStore(AttachmentFolder folder) => this.folder = folder;

    /// <summary>
    /// The same attachments, with the bytes that are received from this participant apart from those of others: what
    /// one sends never spoils what another sent of the same hash.
    /// </summary>
    public AttachmentStore From(ParticipantId peer) => new(folder.From(peer));

    /// <summary>Bytes of a verified attachment; null when there is none.</summary>
    public long? LengthOf(ContentHash hash) => AttachmentFolder.LengthOf(folder.CompleteOf(hash));

    /// <summary>
    /// Bytes received so far of an attachment that is not complete; where a resumed transfer goes on.
    /// </summary>
    public long ReceivedOf(ContentHash hash) => AttachmentFolder.LengthOf(folder.PartialOf(hash)) ?? 0;

    /// <summary>Stores a whole attachment of our own and answers its hash. Durable when it returns.</summary>
    /// <exception cref="AttachmentRefusedException">It is longer than the limit.</exception>
    public async Task<ContentHash> StoreAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var hash = ContentHash.FromBytes(SHA256.HashData(bytes.Span));
        if (LengthOf(hash) is null)
        {
            File.Delete(folder.PartialOf(hash));
            for (var offset = 0; offset == 0 || offset < bytes.Length; offset += StoreLimits.AttachmentChunkBytesMax)
            {
                var length = Math.Min(StoreLimits.AttachmentChunkBytesMax, bytes.Length - offset);
                await WriteAsync(hash, offset, bytes.Slice(offset, length), cancellationToken).ConfigureAwait(false);
            }

            await CompleteAsync(hash, cancellationToken).ConfigureAwait(false);
        }

        return hash;
    }

    /// <summary>
    /// Adds received bytes at <paramref name="offset"/>, which MUST be <see cref="ReceivedOf"/>. One writer per hash.
    /// Not durable before <see cref="CompleteAsync"/>.
    /// </summary>
    /// <exception cref="AttachmentRefusedException">
    /// Another offset, a longer chunk or a longer whole than allowed.
    /// </exception>
    public async Task WriteAsync(
        ContentHash hash, long offset, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken = default)
    {
        if (chunk.Length > StoreLimits.AttachmentChunkBytesMax || offset
            + chunk.Length > StoreLimits.AttachmentBytesMax)
        {
            throw new AttachmentRefusedException("ATTACHMENT_TOO_LONG",
                "The attachment is longer than the limit of 20 MiB.");
        }

        await using var file = folder.OpenPartial(hash);
        if (file.Length != offset)
        {
            throw new AttachmentRefusedException("ATTACHMENT_OFFSET",
                "The transfer goes on where the received bytes end.");
        }

        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Verifies what was received against the hash and makes it visible. Durable when it returns. Bytes that do not
    /// match are deleted, so that the transfer starts anew.
    /// </summary>
    /// <exception cref="AttachmentRefusedException">The bytes do not have this hash.</exception>
    public async Task CompleteAsync(ContentHash hash, CancellationToken cancellationToken = default)
    {
        if (LengthOf(hash) is not null)
        {
            File.Delete(folder.PartialOf(hash));
            return;
        }

        await using (var file = folder.OpenPartial(hash))
        {
            var found = ContentHash.FromBytes(await SHA256.HashDataAsync(file, cancellationToken)
                .ConfigureAwait(false));
            if (found != hash)
            {
                File.Delete(folder.PartialOf(hash));
                throw new AttachmentRefusedException("ATTACHMENT_HASH",
                    "The received bytes do not have the promised hash.");
            }

            file.Flush(flushToDisk: true);
        }

        folder.Publish(hash);
    }

    /// <summary>
    /// At most <see cref="StoreLimits.AttachmentChunkBytesMax"/> bytes from <paramref name="offset"/>; empty at the
    /// end;
    /// null when there is no such verified attachment.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(
        ContentHash hash, long offset, int countMax, CancellationToken cancellationToken = default)
    {
        if (LengthOf(hash) is not { } length)
        {
            return null;
        }

        var count = Math.Clamp(Math.Min(countMax, length - offset), 0, StoreLimits.AttachmentChunkBytesMax);
        var buffer = new byte[count];
        using var file = File.OpenHandle(folder.CompleteOf(hash), options: FileOptions.Asynchronous);
        var read = 0;
        while (read < buffer.Length)
        {
            var got = await RandomAccess.ReadAsync(file, buffer.AsMemory(read), offset + read, cancellationToken)
                .ConfigureAwait(false);
            if (got == 0)
            {
                throw new InvalidDataException("An attachment is shorter than it was: the disk is damaged.");
            }

            read += got;
        }

        return buffer;
    }

    /// <summary>Removes what was received of an attachment; repeating it is harmless.</summary>
    public void DeletePartial(ContentHash hash) => File.Delete(folder.PartialOf(hash));

    /// <summary>Removes an attachment and what was received of it; repeating it is harmless.</summary>
    public void Delete(ContentHash hash)
    {
        File.Delete(folder.PartialOf(hash));
        File.Delete(folder.CompleteOf(hash));
    }
}
