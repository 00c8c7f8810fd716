using System.Security.Cryptography;
using CbmExchange.Domain;

namespace CbmExchange.Store.Tests;

public sealed class AttachmentStoreTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("cbm-attachments-").FullName;
    private readonly byte[] bytes =
        [.. Enumerable.Range(0, (2 * StoreLimits.AttachmentChunkBytesMax) + 5).Select(n => (byte)(n * 31))];

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task A_stored_attachment_is_read_back_in_parts()
    {
        var store = new AttachmentStore(home);

        var hash = await store.StoreAsync(bytes);

        Assert.Equal(ContentHash.FromBytes(SHA256.HashData(bytes)), hash);
        Assert.Equal(bytes.Length, store.LengthOf(hash));
        var read = new List<byte>();
        while ((await store.ReadAsync(hash, read.Count, 700_001))!.Value is { Length: > 0 } part)
        {
            read.AddRange(part.ToArray());
        }

        Assert.Equal(bytes, read);
    }

    [Fact]
    public async Task A_transfer_goes_on_after_a_restart_and_shows_nothing_before_it_is_verified()
    {
        var hash = ContentHash.FromBytes(SHA256.HashData(bytes));
        await new AttachmentStore(home).WriteAsync(hash, 0, bytes.AsMemory(0, 1_000_000));

        var store = new AttachmentStore(home);
        Assert.Equal(1_000_000, store.ReceivedOf(hash));
        Assert.Null(store.LengthOf(hash));
        Assert.Null(await store.ReadAsync(hash, 0, 10));
        await store.WriteAsync(hash, 1_000_000, bytes.AsMemory(1_000_000, 1_000_000));
        await store.WriteAsync(hash, 2_000_000, bytes.AsMemory(2_000_000));
        await store.CompleteAsync(hash);

        Assert.Equal(bytes.Length, store.LengthOf(hash));
        Assert.Equal(0, store.ReceivedOf(hash));
    }

    [Fact]
    public async Task Bytes_that_do_not_have_the_hash_are_refused_and_deleted()
    {
        var store = new AttachmentStore(home);
        var hash = ContentHash.FromBytes(SHA256.HashData(bytes));
        await store.WriteAsync(hash, 0, new byte[] { 1, 2, 3 });

        var refused = await Assert.ThrowsAsync<AttachmentRefusedException>(() => store.CompleteAsync(hash));

        Assert.Equal("ATTACHMENT_HASH", refused.Reason);
        Assert.Equal(0, store.ReceivedOf(hash));
        Assert.Null(store.LengthOf(hash));
    }

    [Fact]
    public async Task A_wrong_offset_a_long_chunk_and_a_strange_name_are_refused()
    {
        var store = new AttachmentStore(home);
        var hash = new ContentHash(new string('a', 64));

        Assert.Equal("ATTACHMENT_OFFSET", (await Refused(hash, 1, 1)).Reason);
        Assert.Equal("ATTACHMENT_TOO_LONG", (await Refused(hash, 0, StoreLimits.AttachmentChunkBytesMax + 1)).Reason);
        Assert.Equal("ATTACHMENT_TOO_LONG", (await Refused(hash, StoreLimits.AttachmentBytesMax, 1)).Reason);
        Assert.Equal("ATTACHMENT_NAME", (await Refused(new ContentHash("../../etc/passwd"), 0, 1)).Reason);

        Task<AttachmentRefusedException> Refused(ContentHash name, long offset, int length) =>
            Assert.ThrowsAsync<AttachmentRefusedException>(() => store.WriteAsync(name, offset, new byte[length]));
    }

    [Fact]
    public async Task An_empty_attachment_can_be_stored_and_any_can_be_deleted()
    {
        var store = new AttachmentStore(home);
        var hash = await store.StoreAsync(ReadOnlyMemory<byte>.Empty);
        Assert.Equal(0, store.LengthOf(hash));

        store.Delete(hash);
        store.Delete(hash);

        Assert.Null(store.LengthOf(hash));
    }
}
