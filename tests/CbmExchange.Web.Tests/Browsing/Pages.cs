using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>What every page has to stand.</summary>
internal static class Pages
{
    // Whatever makes a page wider than a small telephone.
    private const string TooWide = """
        document.documentElement.scrollWidth <= 320 ? [] : ['width ' + document.documentElement.scrollWidth,
          ...[...document.querySelectorAll('body *')]
          .filter(one => !one.closest('.scroll')
            && (one.getBoundingClientRect().left < 0 || one.getBoundingClientRect().right > 321))
          .map(one => one.outerHTML.slice(0, 120))]
        """;

    /// <summary>What stands over at 320 pixels; the page has this width afterwards.</summary>
    public static async Task<string[]> TooWideAsync(IPage page)
    {
        await page.SetViewportSizeAsync(320, 640);
        return await page.EvaluateAsync<string[]>(TooWide);
    }

    /// <summary>What shuts somebody out, as axe finds it: serious and critical ones.</summary>
    public static async Task<IEnumerable<string>> ShutsOutAsync(IPage page, AxeRunOptions? options = null) =>
        (await page.RunAxe(options)).Violations.Where(one => one.Impact is "serious" or "critical")
            .Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}");

    /// <summary>Opens each, looks for what shuts somebody out, and at 320 pixels for what is wider.</summary>
    public static async Task MustBeOpenToAllAsync(this Visit visit, params string[] paths)
    {
        foreach (var path in paths)
        {
            await visit.OpenAsync(path);
            Assert.Equal([], (await ShutsOutAsync(visit.Page)).Select(found => $"{path} {found}"));
            Assert.Equal([], (await TooWideAsync(visit.Page)).Select(found => $"{path} {found}"));
            await visit.Page.SetViewportSizeAsync(1280, 800);
        }
    }

    /// <summary>Looks at the page as it stands, e.g. with what is folded laid open.</summary>
    public static async Task MustBeOpenAsItIsAsync(this Visit visit, string name)
    {
        Assert.Equal([], (await ShutsOutAsync(visit.Page)).Select(found => $"{name} {found}"));
    }
}
