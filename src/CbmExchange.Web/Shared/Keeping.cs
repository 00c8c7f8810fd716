using CbmExchange.Web.DutyDesk;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Shared;

/// <summary>Lists as files to keep. They are asked for by a form, so that nothing typed stands in an address.</summary>
internal static class Keeping
{
    /// <summary>The form of a request; null when its token is not one of this session, which is refused.</summary>
    public static async Task<IFormCollection?> FormAsync(HttpContext context, IAntiforgery forms)
    {
        if (await forms.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            return await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return null;
    }

    /// <summary>What the node refused, as text: there is no page around it.</summary>
    public static Task RefuseAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem switch
        {
            { IsPassing: true } => StatusCodes.Status503ServiceUnavailable,
            { IsNotFound: true } => StatusCodes.Status404NotFound,
            { IsSignedOut: true } => StatusCodes.Status401Unauthorized,
            _ => StatusCodes.Status400BadRequest,
        };
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            string.Join('\n', problem.Faults.Select(fault => $"{fault.Field}: {fault.What}").Prepend(problem.Sentence)),
            context.RequestAborted);
    }

    /// <summary>A whole text as a file.</summary>
    public static Task SendAsync(HttpContext context, string text, string mediaType, string name)
    {
        Name(context.Response, name);
        context.Response.ContentType = mediaType + "; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Tells the browser to keep and not to show.</summary>
    public static void Name(HttpResponse response, string name)
    {
        var disposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
    }
}
