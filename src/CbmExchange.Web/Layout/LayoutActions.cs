using CbmExchange.Web.Language;
using CbmExchange.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Layout;

/// <summary>The two forms of the layout, which are on every page: the language, and leaving.</summary>
internal static class LayoutActions
{
    /// <summary>Remembers a language and goes back to the page.</summary>
    public static async Task<IResult> ChooseLanguageAsync(HttpContext context, IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (form["language"].ToString() is var tag && Languages.IsKnown(tag))
        {
            context.Response.Cookies.Append(Languages.Cookie, tag, DeskGate.Strict());
        }

        return Results.Redirect(Inside(form["back"].ToString()));
    }

    /// <summary>Ends the session.</summary>
    public static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery forms, IDeskSessions sessions)
    {
        if (!await forms.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            return Results.BadRequest();
        }

        if (context.Request.Cookies[DeskGate.Cookie] is { } secret)
        {
            sessions.End(secret);
        }

        DeskGate.Forget(context);
        return Results.Redirect("/sign-in");
    }

    // Never to another site: "//host" and "/\host" are addresses of one.
    private static string Inside(string path) =>
        path.Length > 0 && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\'))
            && !path.Any(char.IsControl)
            ? path
            : "/";
}
