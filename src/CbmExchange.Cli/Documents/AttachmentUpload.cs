using System.Security.Cryptography;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;

namespace CbmExchange.Cli.Documents;

/// <summary>Stores a file on the own node, by its hash, in chunks, with a bar for a person.</summary>
internal static class AttachmentUpload
{
    /// <summary>Limit of the node (proto/cbm/record/v1/common.proto).</summary>
    private const long FileBytesMax = 20 * 1024 * 1024;

    /// <summary>Limit of one chunk.</summary>
    private const int ChunkBytesMax = 64 * 1024;

    public static async Task<Attachment> SendAsync(NodeSession session, FileInfo file, CancellationToken cancellation)
    {
        if (!file.Exists)
        {
            throw CommandStopped.Usage($"There is no file {file}.");
        }

        if (file.Length is 0 or > FileBytesMax)
        {
            throw CommandStopped.Usage($"{file} must hold 1 to {FileBytesMax} bytes.");
        }

        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellation).ConfigureAwait(false);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await session.Screen.ProgressAsync(
            file.Name, bytes.Length, report => PutAsync(session, hash, bytes, report, cancellation))
                .ConfigureAwait(false);
        return new Attachment
        {
            Sha256 = hash,
            SizeBytes = bytes.Length,
            FileName = file.Name,
            MediaType = MediaTypeOf(file.Extension),
        };
    }

    private static async Task PutAsync(
        NodeSession session, string hash, byte[] bytes, Action<double> report, CancellationToken cancellation)
    {
        using var call = session.Publishing.PutAttachment(session.Options(cancellation));
        for (var offset = 0; offset < bytes.Length; offset += ChunkBytesMax)
        {
            var size = Math.Min(ChunkBytesMax, bytes.Length - offset);
            var chunk = new PutAttachmentRequest
            {
                OffsetBytes = offset,
                Chunk = ByteString.CopyFrom(bytes, offset, size),
            };
            if (offset == 0)
            {
                chunk.Sha256 = hash;
                chunk.SizeBytes = bytes.Length;
            }

            await call.RequestStream.WriteAsync(chunk, cancellation).ConfigureAwait(false);
            report(offset + size);
        }

        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        await call.ResponseAsync.ConfigureAwait(false);
    }

    private static string MediaTypeOf(string extension) => extension.ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".txt" => "text/plain",
        ".csv" => "text/csv",
        ".json" => "application/json",
        ".xml" => "application/xml",
        _ => "application/octet-stream",
    };
}
