using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>What an officer does on the pages of Publishing, again and again.</summary>
internal static class FormVisits
{
    /// <summary>Presses a button by its words and waits for the page that comes.</summary>
    public static async Task PressAsync(this Visit visit, string words)
    {
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).First.ClickAsync();
        await visit.Page.WaitForLoadStateAsync();
    }

    /// <summary>Opens the fields that need not be filled in.</summary>
    public static async Task OpenMoreAsync(this Visit visit)
    {
        if (await visit.Page.Locator("details.more:not([open])").CountAsync() > 0)
        {
            await visit.Page.Locator("details.more > summary").ClickAsync();
        }
    }

    /// <summary>Begins an element of a list.</summary>
    public static async Task AddAsync(this Visit visit, string path)
    {
        await visit.OpenMoreAsync();
        await visit.Page.Locator($"button[value='add:{path}']").ClickAsync();
        await visit.Page.WaitForLoadStateAsync();
    }

    /// <summary>Saves the draft; it must be taken, or not.</summary>
    public static async Task SaveAsync(this Visit visit, bool isFaulty = false)
    {
        await visit.PressAsync("Save the draft");
        var problems = await visit.Page.Locator(".problem, .fault").AllInnerTextsAsync();
        Assert.True(isFaulty == problems.Count > 0, string.Join('\n', problems));
    }

    /// <summary>All words of the page.</summary>
    public static Task<string> TextAsync(this Visit visit) => visit.Page.Locator("main").InnerTextAsync();
}
