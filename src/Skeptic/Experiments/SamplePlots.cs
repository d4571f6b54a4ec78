using Skeptic.Settings;
using Skeptic.Statistics;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>Panels of what finished runs know of every training sample: how right and wrong labels differ, and how well they are told apart.</summary>
internal static class SamplePlots
{
    private const int Bins = 40, Rates = 101;
    private const double Tail = 0.005; // The share at either end that shares the outermost bin, so that a few outliers do not squeeze the rest.

    /// <summary>Shares of right and wrong labels by a number of theirs; runs of one line are thrown together.</summary>
    internal static PlotPanel Histogram(string title, IEnumerable<(string Label, IReadOnlyList<Cell> Cells)> groups, string name, CellStore store)
    {
        var number = SampleNumber.Find(name);
        var samples = groups.Select(group => (group.Label, Samples: group.Cells.SelectMany(store.Samples).Where(row => row.TrueLabel is not null).Select(row => (Value: number.Of(row), Wrong: IsWrong(row))).Where(row => double.IsFinite(row.Value)).ToList())).Where(group => group.Samples.Count > 0).ToList();
        double[] values = [.. samples.SelectMany(group => group.Samples.Select(row => row.Value)).Order()];
        if (values.Length == 0) return new PlotPanel(title, number.Label, "share of samples, %", []);
        var (low, high) = (values[(int)(Tail * (values.Length - 1))], values[(int)((1 - Tail) * (values.Length - 1))]);
        if (low == high) (low, high) = (low - 0.5, high + 0.5);
        var width = (high - low) / Bins;
        var lines = new List<PlotLine>();
        foreach (var (colour, (label, rows)) in samples.Index())
        {
            foreach (var wrong in new[] { false, true })
            {
                var shares = new double[Bins];
                var part = rows.Where(row => row.Wrong == wrong).ToList();
                foreach (var (value, _) in part) shares[Math.Clamp((int)((value - low) / width), 0, Bins - 1)] += 100.0 / part.Count;
                if (part.Count == 0) continue;
                List<PlotPoint> points = [.. shares.Select((share, i) => new PlotPoint(low + i * width, share, null)), new PlotPoint(high, shares[^1], null)];
                // One group alone has two colours; several have one each, and the wrong ones a dash.
                lines.Add(new PlotLine(Plots.Name(label, wrong ? "wrong labels" : "right labels"), points, samples.Count == 1 ? 1 - (wrong ? 1 : 0) : colour, wrong ? 1 : 0, PlotShape.Steps));
            }
        }
        return new PlotPanel(title, number.Label, "share of samples, %", lines);
    }

    /// <summary>Share of wrong labels found against share of right ones disturbed, as the run's own score is followed; the mean over runs at equal shares.</summary>
    internal static PlotPanel Roc(string title, IEnumerable<(string Label, IReadOnlyList<Cell> Cells)> groups, string name, CellStore store)
    {
        var number = SampleNumber.Find(name);
        var sign = name is "self-confidence" or "margin" ? -1 : 1; // Of these two, small is suspicious.
        var lines = new List<PlotLine>();
        foreach (var (colour, (label, cells)) in groups.Index())
        {
            var runs = cells.Select(store.Samples).Select(rows => rows.Where(row => row.TrueLabel is not null).ToList()).Where(rows => rows.Any(IsWrong) && !rows.All(IsWrong))
                .Select(rows => Found([.. rows.Select(row => sign * number.Of(row))], [.. rows.Select(IsWrong)])).ToList();
            if (runs.Count == 0) continue;
            var points = Enumerable.Range(0, Rates).Select(i => (X: i, Summary: Summary.Of([.. runs.Select(run => 100 * run[i])]))).Select(one => new PlotPoint(one.X, one.Summary.Mean, one.Summary.StandardDeviation)).ToList();
            lines.Add(new PlotLine(Plots.Name(label, ""), points, colour, 0));
        }
        return new PlotPanel(title, "right labels disturbed, %", "wrong labels found, %", lines) { Ceiling = 100 };
    }

    /// <summary>Of the samples of each true class, in percent, how many have which given or suggested label.</summary>
    internal static PlotPanel Matrix(string title, IReadOnlyList<Cell> cells, string name, CellStore store)
    {
        Func<SampleRow, int> column = name switch { "given" => row => row.GivenLabel, "suggested" => row => row.SuggestedLabel, _ => throw SettingsException.Unknown("label of a sample", name, ["given", "suggested"]) };
        var pairs = cells.SelectMany(store.Samples).Where(row => row.TrueLabel is not null).Select(row => (True: row.TrueLabel!.Value, Label: column(row))).ToList();
        var panel = new PlotPanel(title, $"{name} label", "true label", []);
        if (pairs.Count == 0) return panel;
        var classes = pairs.Max(pair => Math.Max(pair.True, pair.Label)) + 1;
        var counts = new double[classes, classes];
        foreach (var (real, label) in pairs) counts[real, label]++;
        List<string> names = [.. Enumerable.Range(0, classes).Select(i => $"{i}")];
        return panel with
        {
            Matrix = new PlotMatrix(names, names, [.. names.Select((_, row) =>
            {
                var all = Enumerable.Range(0, classes).Sum(i => counts[row, i]);
                return (IReadOnlyList<double>)[.. Enumerable.Range(0, classes).Select(i => 100 * counts[row, i] / all)];
            })]),
        };
    }

    /// <summary>The share of wrong labels among the most suspicious, once 0, 1, ... 100 percent of the right ones have been passed; within ties both grow together.</summary>
    private static double[] Found(double[] suspicion, bool[] wrong)
    {
        var order = Enumerable.Range(0, wrong.Length).OrderByDescending(i => suspicion[i]).ToArray();
        double errors = wrong.Count(one => one), rights = wrong.Length - errors;
        List<(double X, double Y)> corners = [(0, 0)];
        for (int i = 0, end; i < order.Length; i = end)
        {
            var (x, y) = corners[^1];
            for (end = i; end < order.Length && suspicion[order[end]].Equals(suspicion[order[i]]); end++)
            {
                if (wrong[order[end]]) y += 1 / errors;
                else x += 1 / rights;
            }
            corners.Add((x, y));
        }
        var found = new double[Rates];
        var at = 0;
        for (var i = 0; i < Rates; i++)
        {
            var x = i / (double)(Rates - 1);
            while (at + 1 < corners.Count - 1 && corners[at + 1].X <= x) at++;
            var (from, to) = (corners[at], corners[Math.Min(at + 1, corners.Count - 1)]);
            found[i] = to.X > from.X ? from.Y + (to.Y - from.Y) * Math.Clamp((x - from.X) / (to.X - from.X), 0, 1) : to.Y;
        }
        return found;
    }

    private static bool IsWrong(SampleRow row) => row.TrueLabel != row.GivenLabel;
}
