using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>The same steps found by the names of controls, which are the same in every language.</summary>
internal static class FormActs
{
    /// <summary>Presses a button by what it sends, in its fold if it has one; waits for the page.</summary>
    public static async Task DoAsync(this Visit visit, string what)
    {
        var button = visit.Page.Locator($"button[name='do'][value='{what}']").First;
        await visit.UnfoldActAsync(what);
        await button.ClickAsync();
        await visit.Page.WaitForLoadStateAsync();
    }

    /// <summary>As above; nothing may be refused.</summary>
    public static async Task DoneAsync(this Visit visit, string what)
    {
        await visit.DoAsync(what);
        Assert.Equal([], await visit.Page.Locator(".problem, .fault").AllInnerTextsAsync());
    }

    /// <summary>Opens the fold of an act.</summary>
    public static async Task UnfoldActAsync(this Visit visit, string what)
    {
        var fold = visit.Page.Locator($"details.act:not([open]):has(button[value='{what}']) > summary");
        if (await fold.CountAsync() > 0)
        {
            await fold.First.ClickAsync();
        }
    }

    /// <summary>Fills in the first text of a field in a language.</summary>
    public static async Task WriteAsync(this Visit visit, string field, string text, string language, int place = 0)
    {
        await visit.Page.FillAsync($"[name='f.{field}[{place}].text']", text);
        await visit.Page.FillAsync($"[name='f.{field}[{place}].lang']", language);
    }

    /// <summary>Opens the form of a new record whose texts in a language are the State's own.</summary>
    public static async Task BeginAsync(this Visit visit, string path, string language = "en")
    {
        await visit.OpenAsync(path);
        await visit.Page.FillAsync("[name=languages]", language);
        await visit.OpenMoreAsync();
    }

    /// <summary>Saves the draft; answers the address of the record.</summary>
    public static async Task<string> SavedAsync(this Visit visit)
    {
        await visit.DoneAsync("save");
        var address = new Uri(visit.Page.Url).AbsolutePath;
        Assert.Matches("^/records/[0-9a-f-]{36}$", address);
        return address;
    }

    /// <summary>Previews what is chosen and releases exactly that.</summary>
    public static async Task ReleaseAsync(this Visit authority, string address)
    {
        await authority.DoneAsync("preview");
        await authority.DoAsync("release");
        await authority.MustBeAtAsync(new Uri(authority.Origin, address + "?done=released").ToString());
    }

    /// <summary>Submitted by who wrote it, cleared by another, on the pages.</summary>
    public static async Task ClearedAsync(Visit author, Visit authority, string address)
    {
        await author.OpenAsync(address);
        await author.DoneAsync("submit");
        await authority.OpenAsync(address);
        await authority.DoneAsync("clear");
    }

    /// <summary>Begins the release of a record that is cleared, by the link on its page.</summary>
    public static async Task OpenReleaseAsync(this Visit authority, string address)
    {
        await authority.OpenAsync(address);
        await authority.Page.Locator($"a[href='{address}/release']").First.ClickAsync();
        await authority.Page.Locator("[name='g0.tlp']").WaitForAsync();
    }

    /// <summary>A browser that asks for pages in a language.</summary>
    public static Action<BrowserNewContextOptions> In(string language) =>
        options => options.Locale = language == "en" ? "en-GB" : language;

    /// <summary>The same without script.</summary>
    public static Action<BrowserNewContextOptions> PlainIn(string language) => options =>
    {
        In(language)(options);
        options.JavaScriptEnabled = false;
    };
}
