using Skeptic.Cli.Page;
using Skeptic.Cli.Rendering;
using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Reports;

/// <summary>One row a run.</summary>
internal static class RunsSection
{
    private static readonly (string Title, string Path)[] s_settings =
        [("method", "method.use"), ("data", "dataset"), ("noise", "noise"), ("network", "model"), ("seed", "seed"), ("epochs", "epochs")];

    internal static Html Render(IReadOnlyList<RunPlace> runs, bool isFolded)
    {
        var known = runs.Where(run => run.State != CellState.Missing).ToList();
        var missing = runs.Count - known.Count;
        var apart = RunGroup.Of(known).Where(group => group.Apart.Length > 0).SelectMany(group => group.Runs.Select(run => KeyValuePair.Create(run, group.Apart))).ToDictionary();
        // Shown where there is room: the head of the page has what all runs share.
        bool IsSame(string path) => known.Count > 1 && path != "method.use" && known.Where(run => run.Record is not null).Select(run => run.Setting(path)).Distinct().Count() == 1;
        var classes = s_settings.Select(column => IsSame(column.Path) ? "same" : "").ToList();
        var table = Html.Of($"""
            <div class="scroll" tabindex="0"><table class="runs sortable">
            <thead><tr>{Html.Each(s_settings.Index(), column => Html.Of($"""<th scope="col" class="{classes[column.Index]}">{column.Item.Title}</th>"""))}{Html.When(apart.Count > 0, () => Html.Of($"""<th scope="col">set apart by</th>"""))}
            <th scope="col" class="number" title="test accuracy after the last epoch, %">last</th>
            <th scope="col" class="number" title="test accuracy at the epoch that the held-out part with its noisy labels chooses, %">at best noisy validation</th>
            <th scope="col" class="number" title="highest test accuracy of any epoch, %: an oracle's choice">best</th>
            <th scope="col" class="number" title="share of the wrong training labels that the trained network repeats, %">memorised</th>
            <th scope="col" class="number" title="wall-clock time of training and evaluation">seconds</th>
            <th scope="col" class="number" title="largest resident set of the process; of several runs in one process, of all of them">peak memory</th>
            <th scope="col">state</th></tr></thead>
            <tbody>{Html.Each(known, run => Row(run, classes, apart.Count > 0 ? apart.GetValueOrDefault(run, "") : null))}</tbody>
            </table></div>
            """);
        return Html.Of($"""
            <section id="runs">
            <h2>Runs</h2>
            {(isFolded ? Html.Of($"<details><summary>all {known.Count} runs</summary>{table}</details>") : table)}
            {Html.When(missing > 0, () => Html.Of($"""<p class="note">{missing} runs of the grid are missing.</p>"""))}
            <p class="note">Accuracies are of the clean test set, in percent; a small number is the epoch. <b>Last</b> is what training without a clean set gives.
            <b>At best noisy validation</b> is the epoch that the held-out labels choose, which are as noisy as the rest unless the settings say otherwise.
            <b>Best</b> is picked with the test set itself: an upper bound and no claim. Headings sort.</p>
            </section>
            """);
    }

    internal static string Word(CellState state) => state.ToString().ToLowerInvariant();

    /// <param name="apart">Settings that tell the run from others of its method; null where there is no such column.</param>
    private static Html Row(RunPlace run, IReadOnlyList<string> classes, string? apart)
    {
        var result = run.Record?.Result;
        return Html.Of($"""
            <tr title="{run.Name}">{Html.Each(s_settings.Index(), column => Setting(run, column.Item.Path, classes[column.Index], column.Index == 0))}{(apart is null ? Html.Empty : Html.Of($"""<td class="apart">{apart}</td>"""))}
            {Share(result?.Last.Accuracy, null)}{Share(result?.AtBestValidation?.Accuracy, result?.AtBestValidation)}{Share(result?.Best.Accuracy, result?.Best)}{Share(result?.Memorised, null)}
            {Number(Seconds(run.Record), value => value.ToString("0.0"))}{Number(result?.PeakMemory, value => Amounts.Bytes(value))}
            <td class="state-{Word(run.State)}">{Word(run.State)}{Html.When(run.State is CellState.Running or CellState.Begun, () => Html.Of($" ({run.Record?.Epochs.Count ?? 0})"))}</td></tr>
            """);
    }

    /// <summary>Of what is done so far where the run is not finished.</summary>
    internal static double? Seconds(RunRecord? record) => record?.Result?.Seconds ?? (record is { Epochs.Count: > 0 } ? record.Epochs.Sum(epoch => epoch.Seconds) : null);

    private static Html Setting(RunPlace run, string path, string shown, bool isHead)
    {
        // A run that failed before it wrote its recipe is known by its folder alone.
        var text = isHead && run.Record is null ? run.Name : run.Setting(path);
        var sort = double.TryParse(text, out var number) ? Html.Of($""" data-sort="{number.ToString("R")}" """) : Html.Empty;
        return isHead ? Html.Of($"""<th scope="row">{text}</th>""") : Html.Of($"""<td class="{shown}"{sort}>{text}</td>""");
    }

    private static Html Share(double? share, EpochScore? score) =>
        Html.Of($"""<td class="number" data-sort="{(share ?? -1).ToString("R")}">{Figures.Points(share)}{(score is null ? Html.Empty : Html.Of($"<sub>{score.Epoch}</sub>"))}</td>""");

    private static Html Number(double? value, Func<double, string> text) =>
        Html.Of($"""<td class="number" data-sort="{(value ?? -1).ToString("R")}">{(value is { } known ? text(known) : "–")}</td>""");
}
