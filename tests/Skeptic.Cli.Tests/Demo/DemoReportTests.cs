using Skeptic.Cli.Demo;

namespace Skeptic.Cli.Tests.Demo;

public class DemoReportTests
{
    private static readonly DemoPart s_part = MadeUpRuns.Parts()[0];

    [Fact]
    public void The_run_that_ranks_labels_is_chosen_by_validation_and_not_by_the_test_set()
    {
        var report = new DemoReport(
        [
            MadeUpRuns.Of(s_part, last: 0.99, validation: 0.99),
            MadeUpRuns.Of(s_part with { Method = "robust" }, last: 0.80, validation: 0.58),
            MadeUpRuns.Of(s_part with { Method = "lucky" }, last: 0.95, validation: 0.57),
        ]);
        Assert.Equal("robust", report.Finder.Method);
    }

    [Fact]
    public void Hits_are_counted_among_the_most_suspicious()
    {
        var run = MadeUpRuns.Of(s_part, hits: 30);
        Assert.Equal((20, 30, 30), (run.Hits(20), run.Hits(100), run.Hits(1000)));
    }

    [Fact]
    public void Twenty_suspects_are_shown_the_most_suspicious_first() =>
        Assert.Equal(Enumerable.Range(0, 20), Report().Suspects.Select(row => row.Id));

    [Fact]
    public void The_page_takes_its_facts_from_the_runs_documents_not_from_this_process()
    {
        var page = DemoPage.Of(Report(), new FakeRunner(_ => null).Dataset("glyphs"), "skeptic demo --seed 1", new SetClock().GetUtcNow());
        Assert.Contains(page.Made.Facts, fact => fact is { Name: "machine", Value: "2 hardware threads, Some Linux 12" });
        Assert.Contains(page.Made.Facts, fact => fact is { Name: ".NET", Value: "10.0.1" });
        Assert.Contains(page.Made.Facts, fact => fact is { Name: "training began", Value: "2026-01-02T03:04:05Z" });
        Assert.Equal("Two ways to train on labels of which 40 % are wrong", page.Title);
        Assert.Equal(20, page.Suspects!.Hits);
        Assert.All(page.Suspects.Items, item => Assert.NotNull(item.Picture));
        Assert.Equal(("one", "zero", "zero"), (page.Suspects.Items[0].Given, page.Suspects.Items[0].Suggested, page.Suspects.Items[0].True));
    }

    private static DemoReport Report() => new([MadeUpRuns.Of(s_part), MadeUpRuns.Of(s_part with { Method = "gce" })]);
}
