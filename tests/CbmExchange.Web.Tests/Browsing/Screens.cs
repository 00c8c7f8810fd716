using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>Pictures of pages, for people to look at.</summary>
internal static class Screens
{
    /// <summary>Keeps a picture of the whole page in artifacts/screens.</summary>
    public static async Task ShootAsync(IPage page, string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "screens");
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(folder, $"{name}.png"), FullPage = true,
        });
    }
}
