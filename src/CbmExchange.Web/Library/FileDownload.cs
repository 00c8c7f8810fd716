using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Shared;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CbmExchange.Web.Library;

/// <summary>
/// A file of a record, given to the browser to keep and never to show: it comes from another State. Its type is told
/// only when it is one that this exchange has.
/// </summary>
internal static class FileDownload
{
    private const string AnyType = "application/octet-stream";

    /// <summary>The files that a content names, wherever they stand.</summary>
    public static IEnumerable<Attachment> FilesOf(IMessage? content) => content switch
    {
        null => [],
        Attachment file => [file],
        _ => content.Descriptor.Fields.InDeclarationOrder().SelectMany(field => field.Accessor.GetValue(content) switch
        {
            IMessage inner => FilesOf(inner),
            IEnumerable<IMessage> all => all.SelectMany(FilesOf),
            _ => [],
        }),
    };

    /// <summary>Answers with the file, or as if there were none.</summary>
    public static async Task SendAsync(
        HttpContext context, DeskClients desk, CodeLabels codes, string id, string sha256)
    {
        var record = await DeskClients.AskAsync(
            options => desk.Publishing.GetRecordAsync(new GetRecordRequest { Record = id }, options),
            context.RequestAborted).ConfigureAwait(false);
        var file = FilesOf(Bodies.ContentOf(record.Value?.Body)).FirstOrDefault(one => one.Sha256 == sha256);
        if (file is null)
        {
            context.Response.StatusCode = record.Problem is { IsNotFound: false }
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status404NotFound;
            return;
        }

        var known = await codes.OfAsync("attachment-type").ConfigureAwait(false);
        var isKnown = known.Any(type => type.Code == file.MediaType);
        await StreamAsync(context, desk, file, isKnown).ConfigureAwait(false);
    }

    private static async Task StreamAsync(HttpContext context, DeskClients desk, Attachment file, bool isKnown)
    {
        using var call = desk.Publishing.GetAttachment(
            new GetAttachmentRequest { Sha256 = file.Sha256 }, cancellationToken: context.RequestAborted);
        var chunks = call.ResponseStream;
        try
        {
            if (!await chunks.MoveNext(context.RequestAborted).ConfigureAwait(false))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            Describe(context.Response, file, isKnown, chunks.Current.TotalBytes);
            do
            {
                await context.Response.Body.WriteAsync(chunks.Current.Chunk.Memory, context.RequestAborted)
                    .ConfigureAwait(false);
            }
            while (await chunks.MoveNext(context.RequestAborted).ConfigureAwait(false));
        }
        catch (RpcException refused) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = refused.StatusCode == StatusCode.NotFound
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status503ServiceUnavailable;
        }
        catch (RpcException)
        {
            // Half a file must not look like a whole one.
            context.Abort();
        }
    }

    private static void Describe(HttpResponse response, Attachment file, bool isKnown, long totalBytes)
    {
        response.ContentType = isKnown ? file.MediaType : AnyType;
        response.ContentLength = totalBytes;
        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName(isKnown && file.FileName.Length > 0 ? file.FileName : file.Sha256 + ".bin");
        response.Headers.ContentDisposition = name.ToString();
    }
}
