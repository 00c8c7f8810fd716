using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Shared;
using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Contacts;

/// <summary>The directory as a file: address book, spreadsheet, cards for when there is no machine at all.</summary>
internal static class DirectoryFile
{
    /// <summary>Answers the form.</summary>
    public static async Task SendAsync(HttpContext context, DeskClients desk, IAntiforgery forms)
    {
        if (await Keeping.FormAsync(context, forms).ConfigureAwait(false) is not { } form)
        {
            return;
        }

        var request = new ExportDirectoryRequest
        {
            Format = form["format"].ToString(),
            State = form["state"].ToString().Trim(),
            WithPersons = form["persons"] == "yes",
        };
        using var call = desk.Directory.ExportDirectory(request, cancellationToken: context.RequestAborted);
        try
        {
            await StreamAsync(context, call.ResponseStream).ConfigureAwait(false);
        }
        catch (RpcException refused) when (!context.Response.HasStarted)
        {
            context.Response.Headers.ContentDisposition = default;
            await Keeping.RefuseAsync(context, Problem.Of(refused)).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // Half a directory must not look like a whole one.
            context.Abort();
        }
    }

    private static async Task StreamAsync(HttpContext context, IAsyncStreamReader<ExportDirectoryResponse> pieces)
    {
        var isFirst = true;
        while (await pieces.MoveNext(context.RequestAborted).ConfigureAwait(false))
        {
            if (isFirst)
            {
                context.Response.ContentType = pieces.Current.MediaType;
                Keeping.Name(context.Response, pieces.Current.FileName);
                isFirst = false;
            }

            await context.Response.Body.WriteAsync(pieces.Current.Content.Memory, context.RequestAborted)
                .ConfigureAwait(false);
        }
    }
}
