using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>
/// Chosen files go to the node at once, by their hash and in chunks, whichever button sent the form. The file waits in
/// memory only: its hash comes before its first byte, and nothing of it may lie on the disk in the clear.
/// </summary>
internal sealed class FormUploads(DeskClients desk)
{
    /// <summary>Before the name of the input of a file.</summary>
    public const string FilePrefix = "file.";

    /// <summary>Limit of the node for one file (proto/cbm/record/v1/common.proto).</summary>
    private const int FileBytesMax = 20 * 1024 * 1024;

    /// <summary>Limit of the node for one chunk.</summary>
    private const int ChunkBytesMax = 64 * 1024;

    private static readonly TimeSpan UploadMax = TimeSpan.FromMinutes(1);

    /// <summary>Stores what was chosen and writes it into the form; one that is refused is a fault there.</summary>
    public async Task TakeAsync(IFormCollection form, FormNode root, FormFaults faults)
    {
        foreach (var file in form.Files.Where(file =>
            file.Length > 0 && file.Name.StartsWith(FilePrefix, StringComparison.Ordinal)))
        {
            var path = file.Name[FilePrefix.Length..];
            if (FormPaths.Find(root, path) is not { } place)
            {
                continue;
            }

            if (file.Length > FileBytesMax)
            {
                faults.Add(path + ".sha256", "A file must hold at most 20 MiB (20971520 bytes).");
                continue;
            }

            var hash = await HashAsync(file).ConfigureAwait(false);
            if (await PutAsync(file, hash).ConfigureAwait(false) is { } problem)
            {
                faults.Add(path + ".sha256", problem.Sentence);
                continue;
            }

            place["sha256"].Typed = hash;
            place["sizeBytes"].Typed = file.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            place["fileName"].Typed = NameOf(file);
            place["mediaType"].Typed = place["mediaType"].Typed is { Length: > 0 } said ? said : MediaTypeOf(file);
        }
    }

    private static async Task<string> HashAsync(IFormFile file)
    {
        var stream = file.OpenReadStream();
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream).ConfigureAwait(false));
        }
    }

    private async Task<Problem?> PutAsync(IFormFile file, string hash)
    {
        using var limit = new CancellationTokenSource(UploadMax);
        try
        {
            using var call = desk.Publishing.PutAttachment(new CallOptions(cancellationToken: limit.Token));
            await Task.WhenAny(WriteAsync(call.RequestStream, file, hash, limit.Token), call.ResponseAsync)
                .ConfigureAwait(false);
            await call.ResponseAsync.ConfigureAwait(false);
            return null;
        }
        catch (RpcException refused)
        {
            return Problem.Of(refused);
        }
    }

    private static async Task WriteAsync(
        IClientStreamWriter<PutAttachmentRequest> writer, IFormFile file, string hash, CancellationToken cancellation)
    {
        var stream = file.OpenReadStream();
        await using (stream.ConfigureAwait(false))
        {
            var (buffer, offset) = (new byte[ChunkBytesMax], 0L);
            while (await stream.ReadAtLeastAsync(buffer, ChunkBytesMax, false, cancellation).ConfigureAwait(false)
                is > 0 and var read)
            {
                var chunk = new PutAttachmentRequest
                {
                    OffsetBytes = offset, Chunk = ByteString.CopyFrom(buffer, 0, read),
                };
                if (offset == 0)
                {
                    (chunk.Sha256, chunk.SizeBytes) = (hash, file.Length);
                }

                await writer.WriteAsync(chunk, cancellation).ConfigureAwait(false);
                offset += read;
            }
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    // A name, never a path: some browsers once sent one.
    private static string NameOf(IFormFile file) => file.FileName.Split('/', '\\')[^1];

    private static string MediaTypeOf(IFormFile file) => Path.GetExtension(file.FileName).ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".txt" => "text/plain",
        ".csv" => "text/csv",
        ".json" => "application/json",
        ".xml" => "application/xml",
        _ => "application/octet-stream",
    };
}
