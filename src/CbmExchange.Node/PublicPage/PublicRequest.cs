using CbmExchange.Domain;
using CbmExchange.Web.PublicPage;
using Microsoft.Net.Http.Headers;

namespace CbmExchange.Node.PublicPage;

/// <summary>What a request to the public page asks for, and in which form.</summary>
internal static class PublicRequest
{
    // A SHA-256 in hex.
    private const int HashSigns = 64;

    private const string Html = "text/html";

    private const string Json = "application/json";

    /// <summary>
    /// True for who asks for HTML, and not for JSON with more weight (RFC 9110 §12.5.1). A program that takes anything
    /// is given JSON, as before there were pages for people.
    /// </summary>
    public static bool WantsHtml(HttpRequest request)
    {
        var (html, json) = (0.0, 0.0);
        foreach (var wanted in request.GetTypedHeaders().Accept)
        {
            html = wanted.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase) ? WeightOf(wanted) : html;
            json = wanted.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? WeightOf(wanted) : json;
        }

        return html > 0 && html >= json;
    }

    /// <summary>The last record of the page before: a place in the log would tell how much else goes on here.</summary>
    public static RecordId? After(HttpRequest request) =>
        RecordOf(request.Query["after"].ToString());

    /// <summary>A record id; null for what is none. Nothing else of an address ever reaches the store.</summary>
    public static RecordId? RecordOf(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id.ToString() == text ? new RecordId(text) : null;

    /// <summary>A content hash; null for what is none.</summary>
    public static ContentHash? VersionOf(string text) =>
        text.Length == HashSigns && text.All(char.IsAsciiHexDigitLower) ? new ContentHash(text) : null;

    /// <summary>Path with the parts that are not empty behind it.</summary>
    public static string PathWith(string path, params (string Name, string? Value)[] parts)
    {
        var given = parts.Where(part => part.Value is { Length: > 0 })
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToArray();
        return given.Length == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    /// <summary>The language named in the address; empty for none.</summary>
    public static string Language(HttpRequest request) => PublicRendering.Chosen(request);

    private static double WeightOf(MediaTypeHeaderValue wanted) => wanted.Quality ?? 1;
}
