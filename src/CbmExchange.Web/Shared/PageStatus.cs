using CbmExchange.Web.DutyDesk;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Shared;

/// <summary>
/// The HTTP status of a page that has something to say: set as it starts, since the renderer leaves out the page when
/// it finds a 404 before.
/// </summary>
internal static class PageStatus
{
    /// <summary>The page says that there is no such thing, or that it is not this officer's to see.</summary>
    public static void NotFound(HttpContext context) => Set(context, StatusCodes.Status404NotFound);

    /// <summary>The page says why the node did not answer.</summary>
    public static void Of(HttpContext context, Problem problem) => Set(context, problem switch
    {
        { IsNotFound: true } => StatusCodes.Status404NotFound,
        { IsPassing: true } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    });

    private static void Set(HttpContext context, int status) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });
}
