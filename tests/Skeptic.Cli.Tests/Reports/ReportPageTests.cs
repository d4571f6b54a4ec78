using System.Globalization;
using Microsoft.Playwright;
using Skeptic.Cli.Tests.Page;

namespace Skeptic.Cli.Tests.Reports;

/// <summary>Reports of real runs, as a browser shows them.</summary>
public sealed class ReportPageTests(SweptRuns swept, Browser browser) : IClassFixture<SweptRuns>, IClassFixture<Browser>
{
    [ChromiumFact]
    public async Task An_experiment_has_its_table_its_comparison_its_figures_and_its_runs()
    {
        await using var opened = await browser.Open(swept.Report(swept.Runs, "--experiment", swept.Experiment));
        IsQuiet(opened);
        // Results, comparison, runs; three of settings and machines.
        Assert.Equal(2, await opened.Count("table.results tbody tr"));
        Assert.Equal(["ce", "sop"], await opened.Texts("table.results tbody th"));
        Assert.Equal(1, await opened.Count("table.comparison tbody tr"));
        Assert.Equal(9, await opened.Count("table.runs tbody tr"));
        Assert.Equal(6, await opened.Count("table"));
        var cells = await opened.Texts("table.results td");
        Assert.Equal(4, cells.Length);
        Assert.Matches(@"^\d+\.\d\d ± \d+\.\d\d \[2/3\]\s+\(95\.50, [+-]\d+\.\d\d\)$", cells[0]);
        Assert.Contains("8 of 12 runs are finished", (await opened.Texts(".note"))[0], StringComparison.Ordinal);

        // Curves of two methods and two numbers for each of two noises, then one panel of two lines.
        Assert.Equal(2, await opened.Count("[data-figure]"));
        Assert.Equal(["pair:0.4", "symmetric:0.4"], await opened.Texts("[data-figure='0'] h4"));
        Assert.Equal(8, await opened.Count("[data-figure='0'] .panel .line path"));
        Assert.Equal(8, await opened.Count("[data-figure='0'] .panel .band path"));
        Assert.Equal(2, await opened.Count("[data-figure='1'] .panel .line path"));
        Assert.Equal(["ce, test", "ce, given", "sop, test", "sop, given"], await opened.Texts("[data-figure='0'] .legend button"));
    }

    [ChromiumFact]
    public async Task Markup_in_a_title_or_in_a_failure_is_text()
    {
        await using var opened = await browser.Open(swept.Report(swept.Runs, "--experiment", swept.Experiment));
        IsQuiet(opened);
        Assert.Equal([SweptRuns.Title], await opened.Texts("h1"));
        Assert.Equal(0, await opened.Count("h1 b, h3 b"));
        Assert.Equal($"{SweptRuns.Title} · Skeptic", await opened.Page.TitleAsync());
        Assert.EndsWith(SweptRuns.Failure, Assert.Single(await opened.Texts(".failures li")), StringComparison.Ordinal);
        Assert.Contains("failed 1", await opened.Texts(".facts li"));
        Assert.Contains("missing 3", await opened.Texts(".facts li"));
    }

    [ChromiumFact]
    public async Task A_folder_of_runs_has_all_of_them_and_their_curves()
    {
        await using var opened = await browser.Open(swept.Report(swept.Runs));
        IsQuiet(opened);
        Assert.Equal(9, await opened.Count("table.runs tbody tr"));
        Assert.Equal(8, await opened.Count("table.runs .state-finished"));
        Assert.Equal(1, await opened.Count("table.runs .state-failed"));
        // Test, validation, given, true, memorised, loss, learning rate: two noises each, two methods each.
        Assert.Equal("Test accuracy", (await opened.Texts("#curves h3"))[0]);
        Assert.Equal(7, await opened.Count("[data-figure]"));
        Assert.Equal(28, await opened.Count(".panel .line path"));
        Assert.Contains("noisepair:0.4 (4), symmetric:0.4 (4)", await opened.Texts(".settings tr"));
    }

    [ChromiumFact]
    public async Task A_single_run_has_its_numbers_its_curves_and_how_it_finds_wrong_labels()
    {
        await using var opened = await browser.Open(swept.Report(swept.One));
        IsQuiet(opened);
        Assert.Equal(["sop on glyphs, noise pair:0.4, seed 2"], await opened.Texts("h1"));
        Assert.True(await opened.Count("table.scores tbody tr") >= 1);
        Assert.Contains("train: epochs 1 to 3", await opened.Texts("#result .note"));
        Assert.Contains("ROC", await opened.Texts("h4"));
        // Of ROC and of precision against recall: the score and chance.
        Assert.Equal(["score", "chance"], await opened.Texts("[data-figure='2'] .legend button"));
        Assert.Equal(4, await opened.Count("[data-figure='2'] .line path"));
    }

    [ChromiumFact]
    public async Task A_press_on_a_name_hides_its_line_in_every_figure_and_another_shows_it_again()
    {
        await using var opened = await browser.Open(swept.Report(swept.Runs));
        var sop = opened.Page.Locator("[data-figure='0'] .legend button[data-name=sop]");
        await sop.ClickAsync();
        Assert.Equal("false", await sop.GetAttributeAsync("aria-pressed"));
        Assert.Equal((0, 14), (await opened.Count(".panel .line[data-name=sop]"), await opened.Count(".panel .line path")));
        Assert.Equal(7, await opened.Count(".legend button[data-name=sop][aria-pressed=false]"));
        await sop.PressAsync("Enter");
        Assert.Equal((14, 28), (await opened.Count(".panel .line[data-name=sop]"), await opened.Count(".panel .line path")));
        IsQuiet(opened);
    }

    [ChromiumFact]
    public async Task Pointer_and_arrow_keys_read_the_values_out()
    {
        await using var opened = await browser.Open(swept.Report(swept.Runs));
        var panel = opened.Page.Locator("[data-figure='0'] .panel").First;
        await panel.FocusAsync();
        await panel.PressAsync("End");
        Assert.Equal("epoch 3", (await opened.Texts("#read-out strong"))[0]);
        Assert.Equal(["ce", "sop"], (await opened.Texts("#read-out span")).Order());
        await panel.PressAsync("ArrowLeft");
        Assert.Equal("epoch 2", (await opened.Texts("#read-out strong"))[0]);
        var read = (await opened.Texts("#read-out div")).Single(line => line.StartsWith("ce", StringComparison.Ordinal))[2..];

        // The table of numbers says the same, and so do the runs' own logs.
        await opened.Page.Locator("[data-figure='0'] summary").ClickAsync();
        Assert.Equal(read, (await opened.Texts("[data-figure='0'] table >> nth=0 >> tbody tr:nth-child(2) td"))[0]);
        var tests = Directory.GetDirectories(swept.Runs, "glyphs-pair-0.4-ce-*").Where(Skeptic.Training.RunRecord.IsRun).Select(run => 100 * Skeptic.Training.RunRecord.Read(run).Epochs[1].Test).ToList();
        Assert.Equal(2, tests.Count);
        Assert.StartsWith(tests.Average().ToString("F2", CultureInfo.InvariantCulture) + " ± ", read, StringComparison.Ordinal);

        await panel.PressAsync("Escape");
        Assert.False(await opened.Page.Locator("#read-out").IsVisibleAsync());
        await opened.Page.Locator("[data-figure='1'] .panel svg").First.HoverAsync();
        Assert.True(await opened.Page.Locator("#read-out").IsVisibleAsync());
        IsQuiet(opened);
    }

    [ChromiumFact]
    public async Task Headings_sort_the_runs()
    {
        await using var opened = await browser.Open(swept.Report(swept.Runs));
        var head = opened.Page.Locator("table.runs thead button", new() { HasTextString = "seed" });
        await head.ClickAsync();
        await head.ClickAsync();
        Assert.Equal(["2", "2", "2", "2", "1", "1", "1", "1", ""], await opened.Texts("table.runs tbody tr td:nth-child(5)"));
    }

    [ChromiumFact]
    public async Task Paper_is_dark_where_the_reader_wants_it_and_a_button_changes_it()
    {
        var file = swept.Report(swept.One);
        await using var light = await browser.Open(file);
        await using var dark = await browser.Open(file, scheme: ColorScheme.Dark);
        Assert.Equal(("rgb(247, 246, 243)", "rgb(16, 19, 23)"), (await Paper(light), await Paper(dark)));
        Assert.Equal("rgb(173, 53, 18)", await Stroke(light));
        Assert.Equal("rgb(240, 103, 60)", await Stroke(dark));
        await light.Page.Locator("button.theme").ClickAsync();
        await dark.Page.Locator("button.theme").ClickAsync();
        Assert.Equal(("rgb(16, 19, 23)", "rgb(247, 246, 243)"), (await Paper(light), await Paper(dark)));
        Assert.Equal("rgb(240, 103, 60)", await Stroke(light));
    }

    [ChromiumFact]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        foreach (var file in new[] { swept.Report(swept.Runs, "--experiment", swept.Experiment), swept.Report(swept.Runs), swept.Report(swept.One) })
        {
            await using var opened = await browser.Open(file, width: 400);
            foreach (var fold in await opened.Page.QuerySelectorAllAsync("details:not([open]) > summary")) await fold.ClickAsync();
            Assert.Equal(400, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.InRange(await opened.Page.EvaluateAsync<double>("document.querySelector('.panel svg').getBoundingClientRect().width"), 300, 400);
        }
    }

    [ChromiumFact]
    public async Task A_request_is_refused_and_so_is_a_strange_script()
    {
        var file = swept.Report(swept.One);
        File.WriteAllText(file, File.ReadAllText(file).Replace("</main>", "<img src=\"http://127.0.0.1:9/x.png\"/><script>document.title = 'taken'</script></main>", StringComparison.Ordinal));
        await using var opened = await browser.Open(file);
        Assert.Equal(2, opened.Said.Count(line => line.Contains("Content Security Policy", StringComparison.Ordinal)));
        Assert.NotEqual("taken", await opened.Page.TitleAsync());
    }

    private static Task<string> Paper(OpenPage opened) => opened.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static Task<string> Stroke(OpenPage opened) => opened.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.panel .line')).stroke");

    /// <summary>Nothing was said, and nothing asked for but the page itself.</summary>
    private static void IsQuiet(OpenPage opened)
    {
        Assert.Empty(opened.Said);
        Assert.Equal(opened.Page.Url, Assert.Single(opened.Requests));
    }
}
