using CbmExchange.Node.Tests.Hosting;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>An officer's visit to the duty desk: a browser of its own, signed in by a link.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    private Visit(IBrowserContext context, IPage page, Uri origin)
    {
        (this.context, Page, Origin) = (context, page, origin);
        page.Console += (_, line) =>
        {
            if (line.Type is "error")
            {
                complaints.Add(line.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Where the desk is.</summary>
    public Uri Origin { get; }

    /// <summary>What the browser complained about, e.g. something that the policy of the page forbids.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>The complaints since it was asked last.</summary>
    public IReadOnlyList<string> TakeComplaints()
    {
        string[] taken = [.. complaints];
        complaints.Clear();
        return taken;
    }

    /// <summary>Signs an officer in.</summary>
    public static async Task<Visit> AsAsync(
        Chromium chromium, TestNode node, string officer, Action<BrowserNewContextOptions>? change = null)
    {
        var visit = await OfNobodyAsync(chromium, node, change);
        await visit.Page.GotoAsync(await DeskNodes.LinkAsync(node, officer));
        await visit.Page.Locator("main button.main").ClickAsync();
        await visit.MustBeAtAsync(visit.Origin.ToString());
        return visit;
    }

    /// <summary>Signs an officer in whose browser asks for a language.</summary>
    public static Task<Visit> InAsync(
        Chromium chromium, TestNode node, string officer, string language,
        Action<BrowserNewContextOptions>? change = null) =>
        AsAsync(chromium, node, officer, options =>
        {
            options.Locale = language == "en" ? "en-GB" : language;
            change?.Invoke(options);
        });

    /// <summary>Before signing in.</summary>
    public static async Task<Visit> OfNobodyAsync(
        Chromium chromium, TestNode node, Action<BrowserNewContextOptions>? change = null)
    {
        var options = new BrowserNewContextOptions
        {
            IgnoreHTTPSErrors = true,
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        };
        change?.Invoke(options);
        var context = await chromium.Browser.NewContextAsync(options);
        return new Visit(context, await context.NewPageAsync(), node.Host.DeskAddress!);
    }

    /// <summary>Opens a page of the desk.</summary>
    public Task<IResponse?> OpenAsync(string path) => Page.GotoAsync(new Uri(Origin, path).ToString());

    /// <summary>Waits for an address; says what the page says instead.</summary>
    public async Task MustBeAtAsync(string address)
    {
        try
        {
            await Page.WaitForURLAsync(address, new PageWaitForURLOptions { Timeout = 15_000 });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{Page.Url} instead of {address}: {await Page.Locator("body").InnerTextAsync()}");
        }
    }

    /// <summary>Keeps a picture of the page in artifacts/screens.</summary>
    public Task ShootAsync(string name) => Screens.ShootAsync(Page, name);

    /// <summary>Keeps pictures at 1280 and at 320 pixels; at 320 nothing may be wider than the screen.</summary>
    public async Task ShootBothAsync(string name)
    {
        await ShootAsync(name);
        await Page.SetViewportSizeAsync(320, 640);
        await ShootAsync(name + "-320");
        Assert.True(
            await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 320"), $"{name} is wider");
        await Page.SetViewportSizeAsync(1280, 800);
    }

    /// <summary>One of the page's forms, by the name that is the same in all languages.</summary>
    public ILocator Form(string name) => Page.Locator($"form:has(input[name=_handler][value='{name}'])");

    /// <summary>Opens what is folded around one of the page's forms.</summary>
    public async Task<ILocator> UnfoldAsync(string name)
    {
        var form = Form(name);
        if (!await form.IsVisibleAsync())
        {
            await Page.Locator($"details:has(input[name=_handler][value='{name}']) > summary").ClickAsync();
        }

        return form;
    }

    /// <summary>Presses a button by what it sends, the same in all languages; waits for what comes.</summary>
    public async Task PressValueAsync(string value)
    {
        await Page.Locator($"main button[value='{value}']").First.ClickAsync();
        await Page.WaitForLoadStateAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
