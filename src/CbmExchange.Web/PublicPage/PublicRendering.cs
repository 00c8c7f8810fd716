using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CbmExchange.Web.Language;
using CbmExchange.Web.Layout;
using CbmExchange.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Web.PublicPage;

/// <summary>
/// The public page for people: what the host gives, as HTML. The components of this folder have no address, no session
/// and no client of the node: they can show what they were given and nothing else. The desk is not behind them.
/// </summary>
public sealed class PublicRendering(ILoggerFactory logs) : IDisposable
{
    // Its own, with these and nothing else: a component that wants a client of the node fails, and shows nothing.
    private readonly ServiceProvider services = new ServiceCollection().AddSingleton(logs).AddLocalization()
        .AddSingleton(ContentLabels.None).BuildServiceProvider();

    /// <summary>Name of the part of an address that chooses a language.</summary>
    public const string LanguageName = "lang";

    /// <summary>What a browser may do with a page: show it, with our style.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    private static readonly ImmutableArray<string> Assets = ["desk.css", "mark.svg"];

    /// <summary>The style and the mark of the pages; null for any other address.</summary>
    public static (byte[] Bytes, string Type)? AssetAt(string path) =>
        Assets.FirstOrDefault(name => DeskAssets.AddressOf(name) == path) is { } found ? DeskAssets.Of(found) : null;

    /// <summary>The language of the address, else of the browser. No cookie is read.</summary>
    public static CultureInfo CultureOf(HttpRequest request) => Chosen(request) is { Length: > 0 } chosen
        ? CultureInfo.GetCultureInfo(chosen)
        : Languages.AskedBy(request);

    /// <summary>The language of the address; empty when it names none of the six.</summary>
    public static string Chosen(HttpRequest request) =>
        request.Query[LanguageName].ToString() is var tag && Languages.IsKnown(tag) ? tag : "";

    /// <summary>The list.</summary>
    public Task<byte[]> ListAsync(PublicSite site, PublicListing listing, CultureInfo culture) =>
        RenderAsync<PublicListPage>(culture, (nameof(PublicListPage.Site), site), (nameof(PublicListPage.Of), listing));

    /// <summary>One record.</summary>
    public Task<byte[]> RecordAsync(PublicSite site, PublicRecord record, CultureInfo culture) =>
        RenderAsync<PublicRecordPage>(
            culture, (nameof(PublicRecordPage.Site), site), (nameof(PublicRecordPage.Of), record));

    /// <summary>
    /// What is not there and what was not released to the public: one page, the same to the byte. Or that nothing can
    /// be said now.
    /// </summary>
    public Task<byte[]> NoticeAsync(PublicSite site, bool isAway, CultureInfo culture) =>
        RenderAsync<PublicNotice>(culture, (nameof(PublicNotice.Site), site), (nameof(PublicNotice.IsAway), isAway));

    /// <inheritdoc/>
    public void Dispose() => services.Dispose();

    private async Task<byte[]> RenderAsync<TPage>(CultureInfo culture, params (string Name, object Value)[] values)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture, culture);
            var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(
                values.ToDictionary(value => value.Name, value => (object?)value.Value, StringComparer.Ordinal)));
            return page.ToHtmlString();
        }).ConfigureAwait(false);
        return Encoding.UTF8.GetBytes(html);
    }
}
