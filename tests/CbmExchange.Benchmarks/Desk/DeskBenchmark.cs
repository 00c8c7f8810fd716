using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using Microsoft.Playwright;

namespace CbmExchange.Benchmarks.Desk;

/// <summary>
/// The duty desk in Chromium: what the first page weighs, when it is painted, many cases, pages while peers deliver.
/// </summary>
internal sealed class DeskBenchmark : IBenchmark
{
    private const int Visits = 10;
    private const int Cases = 10_000;
    private const int CasesQuick = 500;
    private const int CallersAtOnce = 64;
    private const double KilobytesMax = 60;
    private const double PaintMillisecondsMax = 300;
    private const double CasesMillisecondsMax = 500;

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

    /// <inheritdoc/>
    public string Name => "desk";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        await using var node = await BenchNode.StartAsync(run.Postgres, 0, [.. Keepers()]).ConfigureAwait(false);
        using var playwright = await Playwright.CreateAsync().ConfigureAwait(false);
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Browsers.First(File.Exists), Args = ["--no-sandbox"],
        }).ConfigureAwait(false);
        var (weight, paint, bare) = (new Samples(), new Samples(), new Samples());
        for (var visit = 0; visit <= Visits; visit++)
        {
            var (bytes, painted) = await FirstPageAsync(browser, node).ConfigureAwait(false);
            if (visit > 0)
            {
                weight.Add(bytes / 1024.0);
                paint.Add(painted);
                bare.Add(await BareAsync(browser).ConfigureAwait(false));
            }
        }

        var count = run.Turn < TimeSpan.FromSeconds(2) ? CasesQuick : Cases;
        var opened = await CasesAsync(run, browser, node, count).ConfigureAwait(false);
        var live = await DeskLive.RunAsync(run, other => CookieAsync(browser, other)).ConfigureAwait(false);
        return
        [
            .. live,
            Figure.Within("desk.first.kb", "KiB", weight, KilobytesMax,
                "first page after signing in, with style and script, as transferred, nothing kept from before"),
            Figure.Within("desk.first.paint", "ms", paint, PaintMillisecondsMax,
                "from asking to the first content on the screen, Chromium, loopback, fresh browser; an empty page "
                + string.Create(CultureInfo.InvariantCulture, $"takes {bare.Median:0.#} ms")),
            Figure.Within("desk.cases", "ms", opened, CasesMillisecondsMax,
                string.Create(CultureInfo.InvariantCulture, $"page of cases, {count} of them open, until loaded")),
        ];
    }

    private static IEnumerable<string> Keepers() =>
        Enumerable.Range(0, CallersAtOnce).Select(number => $"keeper{number}=duty-officer");

    private static async Task<(double Bytes, double Painted)> FirstPageAsync(IBrowser browser, BenchNode node)
    {
        await using var context = await browser.NewContextAsync(new() { IgnoreHTTPSErrors = true })
            .ConfigureAwait(false);
        var page = await SignedInAsync(context, node).ConfigureAwait(false);
        var session = await context.NewCDPSessionAsync(page).ConfigureAwait(false);
        await session.SendAsync("Network.enable").ConfigureAwait(false);
        await session.SendAsync("Network.clearBrowserCache").ConfigureAwait(false);
        var bytes = 0.0;
        session.Event("Network.loadingFinished").OnEvent += (_, data) =>
            bytes += data!.Value.GetProperty("encodedDataLength").GetDouble();
        await page.GotoAsync(node.Node.Host.DeskAddress!.ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle })
            .ConfigureAwait(false);
        return (bytes, await PaintedAsync(page).ConfigureAwait(false));
    }

    private static async Task<double> BareAsync(IBrowser browser)
    {
        await using var context = await browser.NewContextAsync().ConfigureAwait(false);
        var page = await context.NewPageAsync().ConfigureAwait(false);
        await page.GotoAsync("data:text/html,<p>nothing").ConfigureAwait(false);
        return await PaintedAsync(page).ConfigureAwait(false);
    }

    private static Task<double> PaintedAsync(IPage page) => page.EvaluateAsync<double>("""
        () => new Promise(done => new PerformanceObserver(list => done(list.getEntries()
          .find(entry => entry.name === 'first-contentful-paint').startTime))
          .observe({ type: 'paint', buffered: true }))
        """);

    private static async Task<IPage> SignedInAsync(IBrowserContext context, BenchNode node)
    {
        var page = await context.NewPageAsync().ConfigureAwait(false);
        var link = await node.Node.Administration("duty").OpenDeskAsync(new OpenDeskRequest());
        await page.GotoAsync(link.Url).ConfigureAwait(false);
        await page.Locator("main button.main").ClickAsync().ConfigureAwait(false);
        await page.WaitForURLAsync(node.Node.Host.DeskAddress!.ToString()).ConfigureAwait(false);
        return page;
    }

    private static async Task<string> CookieAsync(IBrowser browser, BenchNode node)
    {
        await using var context = await browser.NewContextAsync(new() { IgnoreHTTPSErrors = true })
            .ConfigureAwait(false);
        await SignedInAsync(context, node).ConfigureAwait(false);
        return string.Join("; ", (await context.CookiesAsync().ConfigureAwait(false))
            .Select(cookie => $"{cookie.Name}={cookie.Value}"));
    }

    private static async Task<Samples> CasesAsync(BenchRun run, IBrowser browser, BenchNode node, int count)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, CallersAtOnce), new ParallelOptions { MaxDegreeOfParallelism = CallersAtOnce },
            async (keeper, cancellationToken) =>
            {
                var cases = node.Node.Cases($"keeper{keeper}");
                for (var number = keeper; number < count; number += CallersAtOnce)
                {
                    await cases.OpenCaseAsync(new OpenCaseRequest
                    {
                        CommandId = Drafts.NewCommand(),
                        Title = string.Create(CultureInfo.InvariantCulture, $"Case {number}"),
                    }, cancellationToken: cancellationToken);
                }
            }).ConfigureAwait(false);
        run.Say(FormattableString.Invariant($"  {count} cases opened"));
        await using var context = await browser.NewContextAsync(new() { IgnoreHTTPSErrors = true })
            .ConfigureAwait(false);
        var page = await SignedInAsync(context, node).ConfigureAwait(false);
        var opened = new Samples();
        for (var visit = 0; visit <= Visits; visit++)
        {
            var start = Stopwatch.GetTimestamp();
            await page.GotoAsync(new Uri(node.Node.Host.DeskAddress!, "/cases").ToString()).ConfigureAwait(false);
            if (visit > 0)
            {
                opened.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return opened;
    }
}
