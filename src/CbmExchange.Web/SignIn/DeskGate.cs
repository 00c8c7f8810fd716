using System.Globalization;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Language;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.SignIn;

/// <summary>Who asks, and in which language. Who is not signed in sees the page to sign in, nothing else.</summary>
internal sealed class DeskGate(IDeskSessions sessions, DeskClients clients)
{
    /// <summary>The cookie of a session.</summary>
    public const string Cookie = "__Host-cbm-desk";

    private static readonly string[] ForEverybody = ["/sign-in", "/enter", "/language"];

    /// <summary>Lets a request pass, or sends it to the page to sign in.</summary>
    public Task PassAsync(HttpContext context, Func<Task> next)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) =
            (CultureInfo.InvariantCulture, Languages.Of(context.Request));
        if (context.Request.Cookies[Cookie] is { Length: > 0 } secret
            && sessions.Find(secret, context.Connection.ClientCertificate) is { } session)
        {
            clients.Enter(session);
            return next();
        }

        if (Array.Exists(ForEverybody, path => context.Request.Path.StartsWithSegments(path)))
        {
            return next();
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path != "/live")
        {
            context.Response.Redirect("/sign-in");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    /// <summary>Gives the browser its session.</summary>
    public static void Keep(HttpContext context, string secret) =>
        context.Response.Cookies.Append(Cookie, secret, Strict());

    /// <summary>Takes it away.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Cookie, Strict());

    /// <summary>A cookie that no other site can use, no script can read, and that ends with the browser.</summary>
    public static CookieOptions Strict() => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = true,
    };
}
