using Skeptic.Cli.Page;
using Skeptic.Cli.Rendering;
using Skeptic.Training;

namespace Skeptic.Cli.Reports;

/// <summary>What a single run came to.</summary>
internal static class RunSection
{
    internal static Html Render(RunRecord record)
    {
        var result = record.Result;
        return Html.Of($"""
            <section id="result">
            <h2>Result</h2>
            {Html.When(result is null, () => Html.Of($"""<p class="note">The run is not finished; {record.Epochs.Count} epochs of it are.</p>"""))}
            <dl class="headline">{Html.Each(Numbers(record), number => Html.Of($"<div><dt>{number.Name}</dt><dd>{number.Value}{Html.When(number.More.Length > 0, () => Html.Of($" <small>{number.More}</small>"))}</dd></div>"))}</dl>
            {Html.When(result is not null, () => Scores(result!))}
            <h3>Phases</h3>
            <p class="note">{string.Join(", ", Phases(record.Epochs))}</p>
            </section>
            """);
    }

    /// <summary><c>warm-up: epochs 1 to 5</c>.</summary>
    internal static IEnumerable<string> Phases(IReadOnlyList<EpochRecord> epochs)
    {
        for (var first = 0; first < epochs.Count;)
        {
            var last = first;
            while (last + 1 < epochs.Count && epochs[last + 1].Phase == epochs[first].Phase) last++;
            yield return $"{epochs[first].Phase}: {(first == last ? $"epoch {epochs[first].Epoch}" : $"epochs {epochs[first].Epoch} to {epochs[last].Epoch}")}";
            first = last + 1;
        }
    }

    private static IEnumerable<(string Name, string Value, string More)> Numbers(RunRecord record)
    {
        if (record.Result is { } result)
        {
            yield return ("test accuracy after the last epoch", Figures.Percent(result.Last.Accuracy), $"epoch {result.Last.Epoch}");
            if (result.AtBestValidation is { } chosen) yield return ("at the best noisy validation", Figures.Percent(chosen.Accuracy), $"epoch {chosen.Epoch}");
            yield return ("best epoch, chosen by the test set", Figures.Percent(result.Best.Accuracy), $"epoch {result.Best.Epoch}");
            yield return ("given labels repeated", Figures.Percent(result.GivenAccuracy), "");
            if (result.TrueAccuracy is { } found) yield return ("true labels found", Figures.Percent(found), "");
            if (result.Memorised is { } memorised) yield return ("wrong labels memorised", Figures.Percent(memorised), "");
            yield return ("peak memory", Amounts.Bytes(result.PeakMemory), "");
        }
        else if (record.Epochs.Count > 0) yield return ("test accuracy so far", Figures.Percent(record.Epochs[^1].Test), $"epoch {record.Epochs[^1].Epoch}");
        if (RunsSection.Seconds(record) is { } seconds) yield return ("time", Amounts.Seconds(seconds), "");
        if (record.Document["noise"]?["realisedRate"] is { } rate) yield return ("wrong labels", Figures.Percent((double)rate), "of the training set");
    }

    private static Html Scores(RunResult result) => Html.When(result.LabelScores.Count > 0, () => Html.Of($"""
        <h3>Wrong labels found</h3>
        <div class="scroll" tabindex="0"><table class="scores">
        <thead><tr><th scope="col">score</th><th scope="col" class="number">AUROC</th><th scope="col" class="number">average precision</th>
        <th scope="col" class="number" title="wrong labels among as many suspects as there are wrong labels">precision at errors</th><th scope="col" class="number">precision at 100</th></tr></thead>
        <tbody>{Html.Each(result.LabelScores, score => Html.Of($"""
        <tr><th scope="row">{score.Score}{Html.When(score.Score == result.RankedBy, () => Html.Of($" *"))}</th><td class="number">{Figures.Area(score.Auroc)}</td><td class="number">{Figures.Area(score.AveragePrecision)}</td>
        <td class="number">{Figures.Area(score.PrecisionAtErrors)}</td><td class="number">{Figures.Area(score.PrecisionAt100)}</td></tr>
        """))}</tbody>
        </table></div>
        <p class="note">samples.csv is sorted by the score with the star.</p>
        """));
}
