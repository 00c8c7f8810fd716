using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CbmExchange.Web.Language;

/// <summary>
/// The six languages of the United Nations, in which the pages speak. Codes, times and numbers look the same in all of
/// them.
/// </summary>
public static class Languages
{
    /// <summary>The cookie that remembers a choice.</summary>
    public const string Cookie = "__Host-cbm-language";

    /// <summary>BCP 47 tags with what each language calls itself.</summary>
    public static ImmutableArray<(string Tag, string Name)> All { get; } =
    [
        ("ar", "العربية"), ("zh", "中文"), ("en", "English"), ("fr", "Français"), ("ru", "Русский"), ("es", "Español"),
    ];

    /// <summary>Tag of the language of this request.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is var tag && IsKnown(tag)
        ? tag
        : "en";

    /// <summary>"rtl" for Arabic, else "ltr".</summary>
    public static string Direction => Current == "ar" ? "rtl" : "ltr";

    /// <summary>True for one of the six.</summary>
    public static bool IsKnown(string tag) => All.Any(one => one.Tag == tag);

    /// <summary>Chosen, else asked for by the browser, else English.</summary>
    public static CultureInfo Of(HttpRequest request) => request.Cookies[Cookie] is { } chosen && IsKnown(chosen)
        ? CultureInfo.GetCultureInfo(chosen)
        : AskedBy(request);

    /// <summary>Asked for by the browser, else English.</summary>
    public static CultureInfo AskedBy(HttpRequest request) => CultureInfo.GetCultureInfo(
        request.GetTypedHeaders().AcceptLanguage.OrderByDescending(Quality)
            .Select(wanted => wanted.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(IsKnown) ?? "en");

    private static double Quality(StringWithQualityHeaderValue wanted) => wanted.Quality ?? 1;
}
