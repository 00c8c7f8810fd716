using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>A browser without script and without eyes: cookies, forms, redirects not followed.</summary>
internal sealed partial class DeskClient : HttpClient
{
    private DeskClient(SocketsHttpHandler handler, Uri origin)
        : base(handler)
    {
        (BaseAddress, Cookies) = (origin, handler.CookieContainer);
    }

    public DeskClient(Uri origin, X509Certificate2? certificate = null)
        : this(Handler(certificate), origin)
    {
    }

    /// <summary>What it keeps.</summary>
    public CookieContainer Cookies { get; }

    /// <summary>Opens a page, fills in one of its forms and sends it.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(
        string page, string form, string? to = null, params (string Name, string Value)[] values)
    {
        var html = await GetStringAsync(page);
        var token = Token().Match(html).Groups[1].Value;
        List<KeyValuePair<string, string>> all = [new("form", token), new("_handler", form)];
        all.AddRange(values.Select(value => new KeyValuePair<string, string>(value.Name, value.Value)));
        return await PostAsync(to ?? page, new FormUrlEncodedContent(all));
    }

    /// <summary>Addresses of what a page brings with it.</summary>
    public static IEnumerable<string> AssetsOf(string page) => Asset().Matches(page).Select(match => match.Value);

    private static SocketsHttpHandler Handler(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return handler;
    }

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}
