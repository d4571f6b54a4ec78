using Skeptic.Training;

namespace Skeptic.Cli.Page;

/// <summary>How the runs went: the epochs as curves, and as a table for those who want the figures.</summary>
internal static class CurveSection
{
    internal static Html Render(IReadOnlyList<PageRun> runs) => Html.Of($"""
        <section id="curves">
        <h2>How training went</h2>
        <div class="charts wide">
        <figure><figcaption><b>Test accuracy</b> on clean labels</figcaption>{TestChart(runs).Render()}</figure>
        {Html.When(HasTruth(runs), () => Html.Of($"""
        <figure><figcaption><b>Memorised</b> share of the wrong training labels</figcaption>{MemorisedChart(runs).Render()}</figure>
        """))}
        </div>
        <p class="note">Test accuracy that rises and then falls is a network that first learns the classes and then the wrong labels.
        {Html.When(runs.Any(run => run.Result.AtBestValidation is not null), () => Html.Of($"A ring is the epoch that the validation split chooses."))}</p>
        <h3>On the training set</h3>
        <p class="note">{(HasTruth(runs)
            ? "Solid: how often the network agrees with the true labels, which it never saw. Dashed: with the labels that it was given, wrong ones included. Where the dashed line climbs above the solid one, it has begun to repeat mistakes."
            : "How often the network agrees with the labels that it was given.")}</p>
        <div class="charts small">{Html.Join(runs.Select((run, i) => TrainingFigure(run, i)))}</div>
        {Numbers(runs)}
        </section>
        """);

    private static bool HasTruth(IReadOnlyList<PageRun> runs) => runs.Any(run => run.Epochs.Any(epoch => epoch.Training.Memorised is not null));

    private static SvgChart TestChart(IReadOnlyList<PageRun> runs) => new()
    {
        Id = "test",
        Title = "Test accuracy per epoch",
        Series = [.. runs.Select(run => Line(run, epoch => epoch.Test) with
        {
            Marks = run.Result.AtBestValidation is { } chosen ? [(chosen.Epoch, $"{run.Name}: chosen by validation, epoch {chosen.Epoch}")] : [],
        })],
    };

    private static SvgChart MemorisedChart(IReadOnlyList<PageRun> runs) => new()
    {
        Id = "memorised",
        Title = "Memorised share of the wrong labels per epoch",
        FullRange = true,
        Series = [.. runs.Select(run => Line(run, epoch => epoch.Training.Memorised))],
    };

    private static Html TrainingFigure(PageRun run, int index)
    {
        var chart = new SvgChart
        {
            Id = $"training-{index}",
            Title = $"{run.Name}: training accuracy per epoch",
            FullRange = true,
            Width = 360,
            Height = 230,
            Series =
            [
                .. HasTruth([run]) ? [Line(run, epoch => epoch.Training.TrueAccuracy) with { Name = "true" }] : Array.Empty<ChartSeries>(),
                Line(run, epoch => epoch.Training.GivenAccuracy) with { Name = "given", Style = LineStyle.Dashed },
            ],
        };
        return Html.Of($"""<figure><figcaption class="{Palette.Class(run.Colour)}"><span class="swatch"></span><b>{run.Name}</b></figcaption>{chart.Render()}</figure>""");
    }

    private static ChartSeries Line(PageRun run, Func<EpochRecord, double?> value) =>
        new(run.Name, run.Colour, [.. from epoch in run.Epochs let share = value(epoch) where share is not null select (epoch.Epoch, share.Value)]);

    private static Html Numbers(IReadOnlyList<PageRun> runs)
    {
        var epochs = runs.SelectMany(run => run.Epochs).Select(epoch => epoch.Epoch).Distinct().Order();
        (string Title, Func<EpochRecord, double?> Value)[] shown =
        [
            ("test", epoch => epoch.Test), ("validation", epoch => epoch.Validation), ("given", epoch => epoch.Training.GivenAccuracy),
            ("true", epoch => epoch.Training.TrueAccuracy), ("memorised", epoch => epoch.Training.Memorised),
        ];
        return Html.Of($"""
            <details><summary>The figures, epoch by epoch</summary>
            <div class="scroll"><table class="figures">
            <thead><tr><th></th>{Html.Each(runs, run => Html.Of($"""<th colspan="{shown.Length}" scope="colgroup" class="{Palette.Class(run.Colour)}"><span class="swatch"></span>{run.Name}</th>"""))}</tr>
            <tr><th scope="col">epoch</th>{Html.Each(runs, _ => Html.Each(shown, column => Html.Of($"""<th scope="col" class="number">{column.Title}</th>""")))}</tr></thead>
            <tbody>{Html.Each(epochs, epoch => Html.Of($"""
            <tr><th scope="row">{epoch}</th>{Html.Each(runs, run => Html.Each(shown, column =>
                Html.Of($"""<td class="number">{Figures.Points(run.Epochs.FirstOrDefault(record => record.Epoch == epoch) is { } record ? column.Value(record) : null)}</td>""")))}</tr>
            """))}</tbody>
            </table></div></details>
            """);
    }
}
