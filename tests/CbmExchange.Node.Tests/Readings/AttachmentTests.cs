using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>A file on its way beside a document: stored once, fetched by hash by those who were told of it.</summary>
public sealed class AttachmentTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly byte[] File = [.. Enumerable.Range(0, 300_000).Select(number => (byte)(number * 31 % 251))];

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(File));

    [Fact]
    public async Task A_disclosed_file_arrives_verified_and_a_withheld_one_reads_as_not_found()
    {
        await PutAsync();
        var withheld = await ReleasedAsync("files");
        await TwoNodes.UntilAsync(() => HoldsAsync(withheld), found => found);

        var refused = await Assert.ThrowsAsync<RpcException>(() => GetAsync());
        var disclosed = await ReleasedAsync();
        await TwoNodes.UntilAsync(() => HoldsAsync(disclosed), found => found);
        var arrived = await TwoNodes.UntilAsync(TryGetAsync, bytes => bytes is not null);

        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
        Assert.Equal(File, arrived);
    }

    private async Task PutAsync()
    {
        using var call = nodes.A.Publishing("author").PutAttachment();
        for (var offset = 0; offset < File.Length; offset += ChunkBytes)
        {
            await call.RequestStream.WriteAsync(new PutAttachmentRequest
            {
                Sha256 = offset == 0 ? Hash : "",
                SizeBytes = offset == 0 ? File.Length : 0,
                OffsetBytes = offset,
                Chunk = ByteString.CopyFrom(File, offset, Math.Min(ChunkBytes, File.Length - offset)),
            });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(Hash, (await call.ResponseAsync).Sha256);
    }

    private async Task<string> ReleasedAsync(params string[] exceptParts)
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Files.Add(new Attachment
        {
            Sha256 = Hash,
            SizeBytes = File.Length,
            MediaType = "application/pdf",
            FileName = "strategy.pdf",
            Lang = "en",
        });
        var cleared = await Flow.ClearedAsync(nodes.A, draft);
        await nodes.A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB", exceptParts)));
        return cleared.RecordId;
    }

    private async Task<bool> HoldsAsync(string record)
    {
        try
        {
            await nodes.B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });
            return true;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task<byte[]?> TryGetAsync()
    {
        try
        {
            return await GetAsync();
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<byte[]> GetAsync()
    {
        using var call = nodes.B.Publishing("duty").GetAttachment(new GetAttachmentRequest { Sha256 = Hash });
        using var bytes = new MemoryStream();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            call.ResponseStream.Current.Chunk.WriteTo(bytes);
        }

        return bytes.ToArray();
    }
}
