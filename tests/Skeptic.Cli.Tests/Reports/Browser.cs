using Microsoft.Playwright;
using Skeptic.Cli.Tests.Page;

namespace Skeptic.Cli.Tests.Reports;

/// <summary>A headless browser that tests of one class share, each with pages of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Path,
            Timeout = 120_000,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a file and waits until its script has run.</summary>
    internal async Task<OpenPage> Open(string file, int width = 1200, ColorScheme scheme = ColorScheme.Light)
    {
        var opened = await Visit(new Uri(file), width, scheme);
        // Figures are drawn when their places know their width.
        if (await opened.Page.Locator("[data-figure]").CountAsync() > 0) await opened.Page.WaitForSelectorAsync(".panel svg, .nothing");
        return opened;
    }

    /// <summary>Goes to an address, as a visitor who has never been there, and waits until the page's script has run.</summary>
    internal async Task<OpenPage> Visit(Uri address, int width = 1200, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        context.SetDefaultTimeout(120_000); // A busy machine is no error of the page.
        var opened = new OpenPage(await context.NewPageAsync());
        await opened.Page.GotoAsync(address.AbsoluteUri);
        await opened.Page.WaitForSelectorAsync("html[data-ready=true]");
        return opened;
    }
}

/// <summary>A page with all that it said and asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Said.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Said.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Lines of the console and errors of scripts.</summary>
    public List<string> Said { get; } = [];

    public List<string> Requests { get; } = [];

    public Task<int> Count(string selector) => Page.Locator(selector).CountAsync();

    public async Task<string[]> Texts(string selector) => [.. (await Page.Locator(selector).AllTextContentsAsync()).Select(text => text.Trim())];

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
