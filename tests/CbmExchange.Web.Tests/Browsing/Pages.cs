using Deque.AxeCore.Playwright;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>What every page has to stand.</summary>
internal static class Pages
{
    /// <summary>Opens each, looks for what shuts somebody out, and at 320 pixels for what is wider.</summary>
    public static async Task MustBeOpenToAllAsync(this Visit visit, params string[] paths)
    {
        foreach (var path in paths)
        {
            await visit.OpenAsync(path);
            var found = await visit.Page.RunAxe();
            Assert.Equal([], found.Violations.Where(one => one.Impact is "serious" or "critical")
                .Select(one => $"{path} {one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"));
            await visit.Page.SetViewportSizeAsync(320, 640);
            Assert.True(
                await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 320"),
                $"{path} is wider");
            await visit.Page.SetViewportSizeAsync(1280, 800);
        }
    }
}
