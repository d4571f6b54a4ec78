using Skeptic.Training;

namespace Skeptic.Cli.Page;

/// <summary>One row a run: how well it classifies, how much of the noise it repeats, how well it finds it.</summary>
internal static class HeadlineTable
{
    private sealed record Column(string Title, string Hint, Func<RunResult, double?> Value, Func<RunResult, Html> Text, Best Best, bool Bar = false);

    private enum Best
    {
        Highest,
        Lowest,
        None,
    }

    private static readonly Column[] Columns =
    [
        new("last", "test accuracy after the last epoch, %", r => r.Last.Accuracy, r => Html.Of($"{Figures.Points(r.Last.Accuracy)}"), Best.Highest, Bar: true),
        new("at best validation", "test accuracy at the epoch that the validation split chooses, %", r => r.AtBestValidation?.Accuracy, r => Score(r.AtBestValidation), Best.Highest),
        new("best", "highest test accuracy of any epoch, %: chosen by the test set itself", r => r.Best.Accuracy, r => Score(r.Best), Best.Highest),
        new("memorised", "share of the wrong training labels that the trained network repeats, %", r => r.Memorised, r => Html.Of($"{Figures.Points(r.Memorised)}"), Best.Lowest, Bar: true),
        new("AUROC", "how well the run's score tells wrong labels from right ones: 0.5 is chance, 1 perfect", Auroc, r => Html.Of($"{Figures.Area(Auroc(r))}"), Best.Highest),
        new("seconds", "wall-clock time of training and evaluation", r => r.Seconds, r => Html.Of($"{r.Seconds.ToString("0.0")}"), Best.None),
    ];

    internal static Html Render(IReadOnlyList<PageRun> runs) => Html.Of($"""
        <section id="headline">
        <h2>Result</h2>
        <div class="scroll"><table class="headline sortable">
        <thead>
        <tr class="over"><th></th><th colspan="3" scope="colgroup">accuracy on clean test labels</th><th colspan="2" scope="colgroup">wrong training labels</th><th></th></tr>
        <tr><th scope="col">method</th>{Html.Each(Columns, column => Html.Of($"""<th scope="col" class="number" title="{column.Hint}">{column.Title}</th>"""))}</tr>
        </thead>
        <tbody>{Html.Each(runs, run => Row(run, runs))}</tbody>
        </table></div>
        <p class="note">Percent, but for AUROC and seconds; a small number is the epoch. <b>Last</b> is what training without a clean set would give you.
        <b>Best</b> is picked with the test set itself, so it is an upper bound and no claim. <b>Memorised</b> is the share of the wrong labels that
        the trained network repeats. <b>AUROC</b> says how well the method's own score ranks wrong labels above right ones (0.5 is chance).</p>
        </section>
        """);

    internal static double? Auroc(RunResult result) => result.LabelScores.FirstOrDefault(score => score.Score == result.RankedBy)?.Auroc;

    private static Html Row(PageRun run, IReadOnlyList<PageRun> runs) => Html.Of($"""
        <tr class="{Palette.Class(run.Colour)}"><th scope="row"><span class="swatch"></span>{run.Name}{Html.When(run.Summary.Length > 0, () => Html.Of($"<small>{run.Summary}</small>"))}</th>{Html.Each(Columns, column => Cell(column, run.Result, runs))}</tr>
        """);

    private static Html Cell(Column column, RunResult result, IReadOnlyList<PageRun> runs)
    {
        var value = column.Value(result);
        var others = runs.Select(run => column.Value(run.Result)).OfType<double>();
        var leads = runs.Count > 1 && column.Best != Best.None && value is { } own && own == (column.Best == Best.Lowest ? others.Min() : others.Max());
        var bar = Html.When(column.Bar && value is not null, () => Html.Of($"""<i class="track"><i style="width:{value!.Value * 100}%"></i></i>"""));
        return Html.Of($"""<td class="{(leads ? "number lead" : "number")}" data-sort="{(value ?? double.NegativeInfinity).ToString("R")}"><span>{column.Text(result)}</span>{bar}</td>""");
    }

    private static Html Score(EpochScore? score) => score is null ? Html.Of($"–") : Html.Of($"{Figures.Points(score.Accuracy)}<sub>{score.Epoch}</sub>");
}
