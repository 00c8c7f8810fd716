using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CbmExchange.Web.Layout;
using CbmExchange.Web.Tests.Browsing;
using Deque.AxeCore.Commons;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.EveryPage;

/// <summary>
/// Each page of the desk, found by its route, with something on it: in English and Arabic, light and dark, wide and
/// 320 pixels narrow. Pictures are kept in artifacts/screens, to be looked at.
/// </summary>
[Collection(InChromium.Name)]
public sealed partial class EveryPageTests(Chromium chromium, EveryPageScene scene) : IClassFixture<EveryPageScene>
{
    // Officers at work at once: the browser draws one page while the node makes another.
    private const int AtOnce = 2;

    // What the scheme of colours can change; the rest was looked for in the light.
    private static readonly AxeRunOptions Contrast = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    // What a language can change; colours were looked at in English.
    private static readonly AxeRunOptions AllButContrast = new()
    {
        Rules = new Dictionary<string, RuleOptions> { ["color-contrast"] = new() { Enabled = false } },
    };

    /// <summary>All routes of the desk.</summary>
    internal static IReadOnlyList<string> Routes { get; } =
    [
        .. typeof(App).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false))
            .Select(route => ((RouteAttribute)route).Template).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_route_has_a_visit()
    {
        Assert.InRange(Routes.Count, 30, 200);
        Assert.Equal([], Routes.Where(route => !PageVisits.All.ContainsKey(route)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Every_page_is_open_to_all_and_nothing_on_it_is_forbidden(string language)
    {
        var findings = new ConcurrentBag<string>();
        var officers = Routes.Where(PageVisits.All.ContainsKey).GroupBy(route => PageVisits.All[route].Officer);
        var paired = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(officers.OrderByDescending(group => group.Count()), paired, async (byOfficer, _) =>
        {
            await using var visit = byOfficer.Key.Length == 0
                ? await Visit.OfNobodyAsync(chromium, scene.Node, options => options.Locale = language)
                : await Visit.AsAsync(
                    chromium, scene.Node, byOfficer.Key, options => options.Locale = language);
            foreach (var route in byOfficer)
            {
                foreach (var found in await LookAsync(visit, route, language))
                {
                    findings.Add($"{route}: {found}");
                }
            }
        });

        Assert.Empty(findings.Order());
    }

    private async Task<List<string>> LookAsync(Visit visit, string route, string language)
    {
        var (page, planned) = (visit.Page, PageVisits.All[route]);
        var findings = new List<string>();
        await page.SetViewportSizeAsync(1280, 800);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        var answer = await visit.OpenAsync(await planned.PathAsync(scene));
        if (answer!.Status != planned.Status)
        {
            return [$"answers {answer.Status}"];
        }

        var (isEnglish, name) = (language == "en", $"page-{NameOf(route)}-{language}");
        findings.AddRange(await Pages.ShutsOutAsync(page, isEnglish ? null : AllButContrast));
        if (isEnglish)
        {
            await Screens.ShootAsync(page, name);
        }

        findings.AddRange((await Pages.TooWideAsync(page)).Select(found => "wider: " + found));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Screens.ShootAsync(page, $"{name}-narrow-dark");
        if (isEnglish)
        {
            findings.AddRange((await Pages.ShutsOutAsync(page, Contrast)).Select(found => "dark: " + found));
        }

        findings.AddRange(visit.TakeComplaints().Where(line => planned.Status == 200 || !line.Contains(
            "status of 404", StringComparison.Ordinal)));
        return findings;
    }

    private static string NameOf(string route) => NotLetter().Replace(route, "-").Trim('-') is { Length: > 0 } name
        ? name
        : "start";

    [GeneratedRegex("[^A-Za-z]+")]
    private static partial Regex NotLetter();
}
