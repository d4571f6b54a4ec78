using Skeptic.Cli.Tests.Page;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reports;

/// <summary>Figures other than curves, as a browser draws them: steps of histograms, ROC, label matrices, clouds of test samples.</summary>
public sealed class ReportFigureTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Yaml = """
        title: what a method believes
        settings: {dataset: glyphs, samples: 600, epochs: 4, method: sop}
        grid:
          noise: ["pair:0.4", "symmetric:0.4"]
          seed: [1]
        figures:
          - {kind: histogram, y: loss, panels: noise}
          - {kind: roc, by: noise}
          - {kind: matrix, y: given, panels: noise}
          - {kind: embedding, panels: noise}
        """;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public async Task Every_kind_of_figure_is_drawn_with_its_numbers_beside()
    {
        var experiment = _folder.Write("kinds.yaml", Yaml);
        Assert.Equal(ExitCode.Ok, Here.Run("sweep", experiment, "--out", _folder["runs"], "--quiet").Code);
        // Embeddings take networks and data, so `plot` makes them; the page shows what is there.
        Assert.Equal(ExitCode.Ok, Here.Run("plot", experiment, "--out", _folder["runs"], "--to", _folder["figures"]).Code);
        var written = Here.Run("report", _folder["runs"], "--experiment", experiment, "--to", _folder["page.html"]);
        Assert.Equal((ExitCode.Ok, ""), (written.Code, written.Error));

        await using var opened = await browser.Open(_folder["page.html"]);
        Assert.Empty(opened.Said);
        Assert.Equal(4, await opened.Count("[data-figure]"));

        // Right and wrong labels, in two panels: outlines without dots.
        Assert.Equal(["pair:0.4", "symmetric:0.4"], await opened.Texts("[data-figure='0'] h4"));
        Assert.Equal(4, await opened.Count("[data-figure='0'] .line path"));
        Assert.Equal(0, await opened.Count("[data-figure='0'] .dots circle"));

        // A line for each noise, and chance.
        Assert.Equal(["pair:0.4", "symmetric:0.4"], (await opened.Texts("[data-figure='1'] .legend button")).Where(name => name != "chance"));

        // Ten by ten; under pair noise a row has its own class and the next, whose shares make 100 %.
        Assert.Equal(200, await opened.Count("[data-figure='2'] .cells rect"));
        var titles = (await opened.Texts("[data-figure='2'] .cells title"))[..100];
        Assert.Equal(20, titles.Count(title => !title.EndsWith(": 0 %", StringComparison.Ordinal)));
        Assert.Contains(titles, title => title.StartsWith("9 as 0: ", StringComparison.Ordinal) && !title.EndsWith(": 0 %", StringComparison.Ordinal));

        // A name in the middle of every cloud; a press on one in the legend hides it.
        Assert.Equal(20, await opened.Count("[data-figure='3'] .cloud"));
        await opened.Page.Locator("[data-figure='3'] .legend button").First.ClickAsync();
        Assert.Equal(18, await opened.Count("[data-figure='3'] .cloud"));
    }
}
