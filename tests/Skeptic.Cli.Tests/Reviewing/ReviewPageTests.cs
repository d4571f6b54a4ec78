using System.Text.Json;
using Microsoft.Playwright;
using Skeptic.Cli.Tests.Page;
using Skeptic.Cli.Tests.Reports;

namespace Skeptic.Cli.Tests.Reviewing;

/// <summary>The page of a review, as a browser shows it and as keys and a mouse work it.</summary>
public sealed class ReviewPageTests(Browser browser) : IClassFixture<Browser>
{
    [ChromiumFact]
    public async Task The_whole_path_can_be_gone_with_keys_alone()
    {
        using var audit = new MadeUpAudit(60, pictures: 6);
        await using var served = await ServedAudit.Start(audit.Folder);
        await using var opened = await browser.Visit(served.Address);
        var page = opened.Page;
        // Sample 0 is a cat, suggested a dog; 1 and 2 have no other suggestion.
        await Press(page, "Enter", "k", "u", "s", "3");
        Assert.Equal(["0 relabel dog", "1 keep", "2 unsure", "3 skip", "4 relabel frog"], await Written(audit, 5));
        Assert.Equal("✎ dog", await page.Locator("#tile-0 .badge").TextContentAsync());
        await Press(page, "z", "z", "y");
        Assert.Equal(8, (await Written(audit, 8)).Length);
        await page.WaitForSelectorAsync(".tile.cursor.skip[data-row='3']");
        await Press(page, "Backspace");
        Assert.Equal(["4 clear", "3 clear", "3 skip", "3 clear"], (await Written(audit, 9))[5..]);

        // A range with Shift, single ones with the space bar, all of one kind.
        await Press(page, "Home", "Shift+ArrowRight", "Shift+ArrowRight");
        await Shows(page, ".filters output", "60 shown, 3 selected");
        await Press(page, "Escape", "End", " ", "ArrowLeft", " ", "2");
        Assert.Equal(["59 relabel dog", "58 relabel dog"], (await Written(audit, 11))[9..]);
        await Press(page, "Home", "ArrowDown", "Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "l");
        await Shows(page, ".filters output", "60 shown, 19 selected");
        await Press(page, "Escape");

        // The large view with every signal, the class by its name, the help, the map.
        await Press(page, "Home", "v");
        await page.WaitForSelectorAsync(".signals");
        Assert.Equal(4, await page.Locator(".signals tbody tr").CountAsync());
        Assert.Equal("cat → dog", (await page.Locator(".detail h2").TextContentAsync())!.Trim());
        await Press(page, "v", "/");
        await page.WaitForSelectorAsync(".search:focus");
        await page.Keyboard.TypeAsync("fro");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("0 relabel frog", (await Written(audit, 12))[11]);
        await Press(page, "?");
        await page.WaitForSelectorAsync(".dialog");
        Assert.Contains("select all like this", await page.Locator(".dialog").TextContentAsync(), StringComparison.Ordinal);
        await Press(page, "Escape", "m");
        await page.WaitForSelectorAsync("[data-cell]:focus");
        Assert.Equal("cat as dog: 20, 19 not decided", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
        await page.Keyboard.PressAsync("Enter");
        await Shows(page, ".filters output", "19 shown");
        await Press(page, "w");
        await Shows(page, ".filters output", "55 shown");
        Assert.Empty(opened.Said);
    }

    [ChromiumFact]
    public async Task Undo_goes_on_after_a_reload_and_the_estimate_goes_down_as_errors_are_found()
    {
        using var audit = new MadeUpAudit(30);
        await using var served = await ServedAudit.Start(audit.Folder);
        await using var opened = await browser.Visit(served.Address);
        await Shows(opened.Page, ".left", "≈ 9 (8 to 12) wrong left");
        await Press(opened.Page, "Enter", "2", "k");
        Assert.Equal(3, (await Written(audit, 3)).Length);
        await opened.Page.ReloadAsync();
        await Shows(opened.Page, ".decided", "3 of 30 decided, 1 relabelled");
        await Shows(opened.Page, ".left", "≈ 8 (7 to 11) wrong left");
        await Press(opened.Page, "z", "z", "z");
        Assert.Equal(["2 clear", "1 clear", "0 clear"], (await Written(audit, 6))[3..]);
        await Shows(opened.Page, ".decided", "0 of 30 decided, 0 relabelled");
        Assert.Empty(opened.Said);
    }

    [ChromiumFact]
    public async Task Fifty_thousand_samples_are_a_few_elements_and_one_request_decides_them_all()
    {
        using var audit = new MadeUpAudit(50_000, pictures: 6);
        await using var served = await ServedAudit.Start(audit.Folder);
        await using var opened = await browser.Visit(served.Address);
        var page = opened.Page;
        await Shows(page, ".filters output", "50,000 shown");
        await page.EvaluateAsync("async () => { const grid = document.querySelector('.grid'); for (let i = 0; i < 60; i++) { grid.scrollTop += 2500; await new Promise(requestAnimationFrame); } }");
        Assert.InRange(await page.Locator(".tile").CountAsync(), 20, 120);
        await Press(page, "End");
        await page.WaitForSelectorAsync(".tile.cursor[data-row='49999']");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.tile:not([hidden]) img')].some(image => !image.hidden && image.naturalWidth === 32)");
        await Press(page, "Control+a", "k");
        await Shows(page, ".decided", "50,000 of 50,000 decided, 0 relabelled");
        Assert.Equal(50_001, audit.Lines.Length);
        Assert.Single(opened.Requests, request => request.EndsWith("/api/decide", StringComparison.Ordinal));
        await Press(page, "z");
        await Shows(page, ".decided", "0 of 50,000 decided, 0 relabelled");
    }

    [ChromiumFact]
    public async Task Tabs_see_each_other_and_reviewers_do_not_overwrite_each_other()
    {
        using var audit = new MadeUpAudit(12);
        await using var served = await ServedAudit.Start(audit.Folder);
        await using var first = await browser.Visit(served.Address);
        await using var other = await browser.Visit(served.Address);
        await Press(first.Page, "k");
        await Shows(other.Page, ".decided", "1 of 12 decided, 0 relabelled");
        await Press(other.Page, "z");
        await Shows(first.Page, ".decided", "0 of 12 decided, 0 relabelled");

        // The second tab becomes another reviewer.
        other.Page.Dialog += (_, dialog) => dialog.AcceptAsync("bo");
        await other.Page.Locator(".who").ClickAsync();
        await Shows(other.Page, ".who", "bo");
        await Press(first.Page, "Home", "k");
        await Press(other.Page, "Home", "3");
        Assert.Equal(["0 keep", "0 clear", "0 keep", "0 relabel frog"], await Written(audit, 4));
        await Shows(first.Page, ".decided", "1 of 12 decided, 0 relabelled");
        await Shows(other.Page, ".decided", "1 of 12 decided, 1 relabelled");
        await Press(first.Page, "Home", "v");
        await Shows(first.Page, ".other", "bo: ✎ frog");
        await first.Page.SelectOptionAsync("select[name=status]", "disputed");
        await Shows(first.Page, ".filters output", "1 shown");
    }

    /// <remarks>Keys are pressed faster than the disk answers; then the process is killed.</remarks>
    [ChromiumFact]
    public async Task What_the_page_called_saved_is_in_the_journal_of_a_killed_server()
    {
        using var audit = new MadeUpAudit(400);
        using var process = new ReviewProcess(audit.Folder);
        await using var opened = await browser.Visit(process.Address);
        var page = opened.Page;
        await page.EvaluateAsync("""
            () => { window.pressing = setInterval(() => document.querySelector('.grid').dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true })), 2); }
            """);
        while (audit.Lines.Length < 40) await Task.Delay(5);
        process.Kill();
        await page.EvaluateAsync("clearInterval(window.pressing)");
        await page.WaitForSelectorAsync(".saving.stuck");
        var saved = await page.EvaluateAsync<int>("Number(document.querySelector('.decided b').textContent)");
        Assert.InRange(saved, 20, 400);
        var written = audit.Lines.Count(line => line.Contains("\"decision\":\"keep\"", StringComparison.Ordinal) && line.EndsWith('}'));
        Assert.InRange(saved, 0, written);

        // What was on its way is written once when a server is there again, and never twice.
        using var again = new ReviewProcess(audit.Folder, "--port", $"{process.Address.Port}");
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync(again.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => document.querySelector('.saving').textContent === ''");
        var marked = await page.EvaluateAsync<int>("Number(document.querySelector('.decided b').textContent)");
        Assert.True(marked >= saved);
        var ids = audit.Lines[1..].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).ToList();
        Assert.Equal((marked, marked), (ids.Count, ids.Distinct().Count()));
    }

    [ChromiumFact]
    public async Task A_mouse_selects_as_in_lists_everywhere_and_draws_frames()
    {
        using var audit = new MadeUpAudit(60, pictures: 6);
        await using var served = await ServedAudit.Start(audit.Folder);
        await using var opened = await browser.Visit(served.Address);
        var page = opened.Page;
        await page.Locator("#tile-1").ClickAsync();
        await page.Locator("#tile-4").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Shows(page, ".filters output", "60 shown, 4 selected");
        await page.Locator("#tile-2").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Shows(page, ".filters output", "60 shown, 3 selected");
        var (from, to) = ((await page.Locator("#tile-0").BoundingBoxAsync())!, (await page.Locator("#tile-2").BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(from.X + 10, from.Y + 10);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.X + 20, to.Y + to.Height + 40, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Shows(page, ".filters output", "60 shown, 6 selected");
        await page.Locator("aside button", new() { HasTextString = "frog" }).ClickAsync();
        Assert.Equal(6, (await Written(audit, 6)).Count(line => line.EndsWith("relabel frog", StringComparison.Ordinal)));
        await page.Locator("#tile-9").DblClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.stage img')?.naturalWidth === 32");
        Assert.Empty(opened.Said);
    }

    [ChromiumFact]
    public async Task A_second_look_shows_nothing_that_was_said_and_measures_agreement()
    {
        using var audit = new MadeUpAudit(12, pictures: 6);
        await using var served = await ServedAudit.Start(audit.Folder);
        await served.Decide("a", "keep", -1, 0, 1, 2, 3);
        await using var opened = await browser.Visit(served.Address);
        var page = opened.Page;
        await Press(page, "b");
        await page.WaitForSelectorAsync(".blind");
        Assert.Equal("which class is it?", await page.Locator(".detail h2").TextContentAsync());
        Assert.Equal((0, 0), (await page.Locator(".signals").CountAsync(), await page.Locator(".filters").CountAsync()));
        Assert.Equal("", string.Concat(await page.Locator(".tile:not([hidden]) .line").AllTextContentsAsync()));
        await Press(page, "k", "1", "1", "1", "u");
        Assert.Equal(8, (await Written(audit, 8)).Length);
        await Press(page, "Escape");
        // Given are cat, dog, frog, cat; which three of them were called cats is chance.
        await page.WaitForSelectorAsync(".agreement");
        Assert.Matches(@"^[12] of 3 labels are the same at second look \((33|67) %\), Cohen’s κ 0\.00\.$", await page.Locator(".agreement").TextContentAsync());
        Assert.All(audit.Lines[5..], line => Assert.Contains("\"pass\":2", line, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Rows_of_features_are_a_list_with_their_numbers()
    {
        using var audit = new MadeUpAudit(30);
        var table = Path.Combine(audit.Folder, "table.csv");
        File.WriteAllText(table, "width,height,label\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.5,{2 * i},{audit.Classes[i % 3]}\n")));
        File.WriteAllText(Path.Combine(audit.Folder, "audit.json"), $$"""{"version":1,"dataset":"{{table}}","data":null,"classNames":["cat","dog","frog"],"samples":30,"kind":"features","options":{} }""");
        await using var served = await ServedAudit.Start(audit.Folder, table);
        await using var opened = await browser.Visit(served.Address);
        await Shows(opened.Page, "#tile-3 .line", "3   cat → dog   0.129   width 3.5   height 6");
        await Press(opened.Page, "ArrowDown", "v");
        await Shows(opened.Page, ".values tr:nth-child(2)", "height2");
        Assert.Empty(opened.Said);
    }

    private static async Task Press(IPage page, params string[] keys)
    {
        foreach (var key in keys) await page.Keyboard.PressAsync(key == " " ? "Space" : key);
    }

    /// <summary>Waits until a place of the page says so.</summary>
    private static Task Shows(IPage page, string selector, string text) => page.WaitForFunctionAsync("([selector, text]) => document.querySelector(selector)?.textContent.trim() === text", new[] { selector, text }, new() { Timeout = 30_000 });

    /// <summary>Waits until the journal has so many decisions.</summary>
    private static async Task<string[]> Written(MadeUpAudit audit, int count)
    {
        for (var i = 0; i < 1000 && audit.Lines.Length < count + 1; i++) await Task.Delay(20);
        return [.. audit.Lines[1..].Select(line => JsonDocument.Parse(line).RootElement).Select(line => $"{line.GetProperty("id")} {line.GetProperty("decision")}{(line.TryGetProperty("label", out var label) ? $" {label}" : "")}")];
    }
}
