using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Statistics;

namespace Skeptic.Experiments;

/// <summary>The figures that an experiment's file asks for, from what its finished and unfinished runs have written.</summary>
public static class Plots
{
    private const double LogarithmicFrom = 10; // A largest value this many times the smallest asks for a logarithmic axis.

    /// <summary>All figures. Embeddings are drawn as far as they have been made: see <see cref="Embedding"/>.</summary>
    /// <exception cref="ExperimentException">A figure names what the grid has not.</exception>
    public static IReadOnlyList<Plot> Of(Experiment experiment, CellStore store) => [.. Specs(experiment).Select(spec => Make(experiment, spec, store))];

    internal static IReadOnlyList<PlotSpec> Specs(Experiment experiment) => [.. (experiment.Presentation["figures"] as JsonArray ?? []).Select(json => PlotSpec.From(json, experiment))];

    private static Plot Make(Experiment experiment, PlotSpec spec, CellStore store)
    {
        // A matrix or an embedding holds one group, so every group has a panel.
        IReadOnlyList<string> apart = spec.Kind is "matrix" or "embedding" ? spec.Groups : spec.Panels is { } axis ? [axis] : [];
        var panels = experiment.Cells.GroupBy(cell => string.Join(" ", apart.Select(axis => cell.Labels[axis]))).Select(cells => Panel(cells.Key, [.. cells], spec, store)).ToList();
        const string means = "Lines are means over runs, bands their sample standard deviation.";
        var (name, rule) = spec.Kind switch
        {
            "curves" => ("curves", $"{string.Join(", ", spec.Y.Select(name => EpochMetric.Find(name).Label))} after every epoch. {means}"),
            "axis" => (spec.X!.Split('.')[^1], $"{string.Join("; ", spec.Y.Select(name => Metric.Find(name).Rule))}. {means}"),
            "histogram" => ("histogram", $"{SampleNumber.Find(spec.Y[0]).Label}: training samples with right and with wrong labels, each kind as shares of its own; values beyond the ends are in the outermost bins."),
            "roc" => ("roc", $"training labels in the order of the {SampleNumber.Find(spec.Y[0]).Label}. {means}"),
            "embedding" => ("embedding", $"the first {Embedding.Samples:N0} test samples by what the last layer of the first seed's network sees, in the plane by t-SNE; names are classes, axes mean nothing."),
            _ => ("matrix", $"training samples of each true class by their {spec.Y[0]} label, in percent of the row."),
        };
        var finished = experiment.Cells.Count(cell => store.State(cell) == CellState.Finished);
        return new Plot(
            spec.Kind == "embedding" ? name : $"{name}-{string.Join("-", spec.Y)}", experiment.Title,
            $"{char.ToUpperInvariant(rule[0])}{rule[1..]} {finished} of {experiment.Cells.Count} runs are finished."
            + (experiment.Source.Length > 0 ? $" After {experiment.Source}." : ""), panels);
    }

    private static PlotPanel Panel(string title, IReadOnlyList<Cell> cells, PlotSpec spec, CellStore store) => spec.Kind switch
    {
        "curves" => Curves(title, cells, spec, store),
        "axis" => AgainstAxis(title, cells, spec, store),
        "histogram" => SamplePlots.Histogram(title, Groups(cells, spec), spec.Y[0], store),
        "roc" => SamplePlots.Roc(title, Groups(cells, spec), spec.Y[0], store),
        "embedding" => Embedding.Panel(title, cells[0], store),
        _ => SamplePlots.Matrix(title, cells, spec.Y[0], store),
    };

    private static PlotPanel Curves(string title, IReadOnlyList<Cell> cells, PlotSpec spec, CellStore store)
    {
        var lines = new List<PlotLine>();
        var metrics = spec.Y.Select(EpochMetric.Find).ToList();
        foreach (var (colour, group) in Groups(cells, spec).Index())
        {
            var runs = group.Cells.Select(store.Epochs).ToList();
            foreach (var (dash, metric) in metrics.Index())
            {
                var points = runs.SelectMany(epochs => epochs.Select(epoch => (epoch.Epoch, Value: metric.Of(epoch)))).Where(point => point.Value is { } value && double.IsFinite(value))
                    .GroupBy(point => point.Epoch).OrderBy(epoch => epoch.Key).Select(epoch => Point(epoch.Key, [.. epoch.Select(point => point.Value!.Value)])).ToList();
                if (points.Count > 0) lines.Add(new PlotLine(Name(group.Label, metrics.Count > 1 ? metric.Name : ""), points, colour, dash));
            }
        }
        return new PlotPanel(title, "epoch", metrics.Count == 1 ? metrics[0].Label : metrics.All(metric => metric.IsPercent) ? "accuracy" : "", lines) { Ceiling = metrics.All(metric => metric.IsPercent) ? 100 : null };
    }

    private static PlotPanel AgainstAxis(string title, IReadOnlyList<Cell> cells, PlotSpec spec, CellStore store)
    {
        var lines = new List<PlotLine>();
        var metrics = spec.Y.Select(Metric.Find).ToList();
        // Where values are no numbers, their places are.
        var labels = cells.Select(cell => cell.Labels[spec.X!]).Distinct().ToList();
        var places = labels.Select((label, i) => double.TryParse(label, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToList();
        var isNumeric = places.All(double.IsFinite);
        double At(Cell cell) => isNumeric ? places[labels.IndexOf(cell.Labels[spec.X!])] : labels.IndexOf(cell.Labels[spec.X!]);
        foreach (var (colour, group) in Groups(cells, spec).Index())
        {
            foreach (var (dash, metric) in metrics.Index())
            {
                var points = group.Cells.Select(cell => (X: At(cell), Value: store.Result(cell) is { } result ? metric.Of(result, store.Epochs(cell)) : null)).Where(point => point.Value is not null)
                    .GroupBy(point => point.X).OrderBy(point => point.Key).Select(point => Point(point.Key, [.. point.Select(one => one.Value!.Value)])).ToList();
                if (points.Count > 0) lines.Add(new PlotLine(Name(group.Label, metrics.Count > 1 ? metric.Name : ""), points, colour, dash));
            }
        }
        var positive = isNumeric && places.Min() > 0 && places.Max() >= LogarithmicFrom * places.Min();
        return new PlotPanel(title, spec.X!, metrics.Count == 1 ? metrics[0].Name : "", lines, positive) { Ceiling = metrics.All(metric => metric.Unit == "%") ? 100 : null };
    }

    private static IEnumerable<(string Label, IReadOnlyList<Cell> Cells)> Groups(IReadOnlyList<Cell> cells, PlotSpec spec) =>
        cells.GroupBy(cell => string.Join(" ", spec.By.Select(axis => cell.Labels[axis]))).Select(group => (group.Key, (IReadOnlyList<Cell>)[.. group]));

    private static PlotPoint Point(double x, double[] values)
    {
        var summary = Summary.Of(values);
        return new PlotPoint(x, summary.Mean, summary.StandardDeviation);
    }

    internal static string Name(string label, string metric) => string.Join(", ", new[] { label, metric }.Where(part => part.Length > 0)) is { Length: > 0 } name ? name : "all runs";
}
