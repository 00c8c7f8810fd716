using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Layout;

/// <summary>
/// The style sheet, the script and the pictures, compiled into this assembly. Their address holds their hash: a browser
/// keeps them for good, and asks anew when they changed.
/// </summary>
public static class DeskAssets
{
    private static readonly FrozenDictionary<string, (byte[] Bytes, string Type, string Address)> Files =
        new[] { ("desk.css", "text/css; charset=utf-8"), ("desk.js", "text/javascript; charset=utf-8"),
            ("mark.svg", "image/svg+xml") }
        .ToFrozenDictionary(file => file.Item1, file => Read(file.Item1, file.Item2), StringComparer.Ordinal);

    /// <summary>Address of a file, e.g. "/assets/desk.1f3a….css".</summary>
    public static string AddressOf(string name) => Files[name].Address;

    /// <summary>Bytes and media type of a file.</summary>
    internal static (byte[] Bytes, string Type) Of(string name) => (Files[name].Bytes, Files[name].Type);

    /// <summary>Answers a request for one of them.</summary>
    internal static Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        if (!context.Request.Path.StartsWithSegments("/assets"))
        {
            return next();
        }

        foreach (var (bytes, type, address) in Files.Values)
        {
            if (context.Request.Path == address)
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                context.Response.ContentType = type;
                context.Response.ContentLength = bytes.Length;
                return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
            }
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static (byte[] Bytes, string Type, string Address) Read(string name, string type)
    {
        using var resource = typeof(DeskAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not compiled into this assembly.");
        using var all = new MemoryStream();
        resource.CopyTo(all);
        var hash = Convert.ToHexStringLower(SHA256.HashData(all.ToArray()))[..16];
        var parts = name.Split('.');
        return (all.ToArray(), type, $"/assets/{parts[0]}.{hash}.{parts[1]}");
    }
}
