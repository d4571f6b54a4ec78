using Skeptic.Experiments;
using Skeptic.Statistics;

namespace Skeptic.Cli.Reports;

/// <summary>Figures of whatever runs there are, without an experiment that asks for them.</summary>
internal static class RunCurves
{
    private const string Means = "Lines are means over runs that differ in seed alone, bands their sample standard deviation.";

    /// <summary>A figure for every number of epochs that the runs have, a panel for every data set and noise.</summary>
    public static IReadOnlyList<Plot> Of(IReadOnlyList<RunGroup> groups)
    {
        var names = groups.Select(group => group.Line).Distinct().ToList();
        return [.. Metrics(groups.SelectMany(group => group.Runs)).Select(metric => new Plot(metric.Name, Capital(metric.Label), Means,
            [.. groups.GroupBy(group => group.Panel).Select(panel => new PlotPanel(panel.Key, "epoch", Label(metric),
                [.. panel.Select(group => new PlotLine(group.Line, Points(metric, group.Runs), names.IndexOf(group.Line), 0)).Where(line => line.Points.Count > 0)]))]))];
    }

    /// <summary>All curves of one run: shares in one panel, every other number in one of its own.</summary>
    public static IReadOnlyList<Plot> Of(RunPlace run)
    {
        var metrics = Metrics([run]).ToLookup(metric => metric.IsPercent);
        PlotLine Line(EpochMetric metric, int colour) => new(metric.Label, Points(metric, [run]), colour, 0);
        var shares = new PlotPanel("", "epoch", "%", [.. metrics[true].Select(Line)]);
        var others = metrics[false].Select(metric => new PlotPanel(metric.Label, "epoch", "", [Line(metric, 1)])).ToList();
        return
        [
            new Plot("accuracies", "Accuracies after every epoch", "Training accuracies are of the epoch's own steps, test and validation of the network after it.", [shares]),
            .. others.Count > 0 ? [new Plot("other", "Other numbers of every epoch", "Of the epoch's own steps.", others)] : Array.Empty<Plot>(),
        ];
    }

    private static string Capital(string label) => $"{char.ToUpperInvariant(label[0])}{label[1..]}";

    private static string Label(EpochMetric metric) => metric.IsPercent ? $"{metric.Label}, %" : metric.Label;

    /// <summary>Those of every run and the methods' own, as far as there is anything to see: not a learning rate that never changes.</summary>
    private static IEnumerable<EpochMetric> Metrics(IEnumerable<RunPlace> runs)
    {
        var epochs = runs.SelectMany(run => run.Record?.Epochs ?? []).ToList();
        var own = epochs.SelectMany(epoch => epoch.Method?.Keys ?? Enumerable.Empty<string>()).Distinct().Order(StringComparer.Ordinal);
        bool Shows(EpochMetric metric) => metric.Name switch
        {
            "adjusted" => epochs.Any(epoch => epoch.Training.AdjustedAccuracy is not null),
            "learning-rate" => epochs.Select(epoch => epoch.LearningRate).Distinct().Count() > 1,
            _ => epochs.Any(epoch => metric.Of(epoch) is { } value && double.IsFinite(value)),
        };
        return EpochMetric.All.Concat(own.Select(EpochMetric.Find)).Where(Shows);
    }

    private static List<PlotPoint> Points(EpochMetric metric, IReadOnlyList<RunPlace> runs) =>
        [.. runs.SelectMany(run => run.Record!.Epochs.Select(epoch => (epoch.Epoch, Value: metric.Of(epoch)))).Where(point => point.Value is { } value && double.IsFinite(value))
            .GroupBy(point => point.Epoch).OrderBy(epoch => epoch.Key).Select(epoch =>
            {
                var summary = Summary.Of([.. epoch.Select(point => point.Value!.Value)]);
                return new PlotPoint(epoch.Key, summary.Mean, summary.StandardDeviation);
            })];
}
