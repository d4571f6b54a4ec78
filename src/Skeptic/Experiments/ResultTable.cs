using System.Text.Json.Nodes;
using Skeptic.Statistics;

namespace Skeptic.Experiments;

/// <summary>What the runs of one place of a table came to.</summary>
/// <param name="ByRun">In the metric's unit, one for every finished run that has it, in the order of the grid, by its labels on the axes that the table does not show.</param>
/// <param name="Runs">How many runs there are to be.</param>
public sealed record TableEntry(IReadOnlyList<(string Run, double Value)> ByRun, int Runs, Published? Published)
{
    private readonly Summary? _summary = ByRun.Count > 0 ? Summary.Of([.. ByRun.Select(run => run.Value)]) : null;

    /// <summary>Runs that are finished, also those that have no such number.</summary>
    public int Finished { get; init; } = ByRun.Count;

    public IReadOnlyList<double> Values => [.. ByRun.Select(run => run.Value)];

    public double? Mean => _summary?.Mean;

    /// <summary>Sample standard deviation over the runs; null for fewer than two.</summary>
    public double? Deviation => _summary?.StandardDeviation;

    /// <summary>Ours minus the published number.</summary>
    public double? Difference => Mean - Published?.Value;
}

/// <summary>An experiment's results as rows and columns, each entry over the runs that differ in the remaining axes, such as the seed.</summary>
public sealed record ResultTable
{
    public required Experiment Experiment { get; init; }

    public required Metric Metric { get; init; }

    /// <summary>The label of each row.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The labels of each column, those of several axes joined: <c>pair 0.4</c>.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>By row and column; null where the grid has no such cell.</summary>
    public required IReadOnlyList<IReadOnlyList<TableEntry?>> Entries { get; init; }

    /// <summary>Whether any number was published for it.</summary>
    public bool IsPublished => Entries.Any(row => row.Any(entry => entry?.Published is not null));

    /// <summary>Finished runs and all.</summary>
    public (int Finished, int All) Runs => (Entries.Sum(row => row.Sum(entry => entry?.Finished ?? 0)), Entries.Sum(row => row.Sum(entry => entry?.Runs ?? 0)));

    /// <summary>Finished runs that have no such number.</summary>
    public int Lacking => Entries.Sum(row => row.Sum(entry => entry is null ? 0 : entry.Finished - entry.Values.Count));

    /// <param name="metric">Null takes the experiment's own or, without one, <c>last</c>.</param>
    /// <param name="folder">Where the file of published numbers is looked for.</param>
    /// <exception cref="ExperimentException">The experiment's table names axes that the grid has not, or numbers that cannot be read.</exception>
    public static ResultTable Of(Experiment experiment, CellStore store, string folder, string? metric = null)
    {
        var spec = experiment.Presentation["table"] as JsonObject ?? [];
        var names = experiment.Axes.Select(axis => axis.Name).ToList();
        var rows = Axes(experiment, spec["rows"]) is { Count: > 0 } given ? given : [names.Contains("method") ? "method" : names[0]];
        var columns = spec["columns"] is null ? [.. names.Except(rows).Where(name => name != "seed")] : Axes(experiment, spec["columns"]);
        var chosen = Metric.Find(metric ?? spec["metric"]?.ToString() ?? "last");
        var where = (spec["where"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "");
        // Accuracies are published, of whichever epoch, unless the table is of another metric; beside any other number they would mislead.
        var fits = spec["metric"] is { } own ? chosen.Name == own.ToString() : chosen.IsTestAccuracy;
        var reference = spec["reference"] is { } file && fits ? Reference.Read(Path.Combine(folder, file.ToString()), where) : Reference.Empty;

        string Label(Cell cell, IReadOnlyList<string> axes) => string.Join(" ", axes.Select(axis => cell.Labels[axis]));
        var rowLabels = experiment.Cells.Select(cell => Label(cell, rows)).Distinct().ToList();
        var columnLabels = experiment.Cells.Select(cell => Label(cell, columns)).Distinct().ToList();
        var places = experiment.Cells.ToLookup(cell => (Label(cell, rows), Label(cell, columns)));
        return new ResultTable
        {
            Experiment = experiment,
            Metric = chosen,
            Rows = rowLabels,
            Columns = columnLabels,
            Entries = [.. rowLabels.Select(row => (IReadOnlyList<TableEntry?>)[.. columnLabels.Select(column => Entry([.. places[(row, column)]], [.. names.Except(rows).Except(columns)], store, chosen, reference))])],
        };
    }

    private static TableEntry? Entry(IReadOnlyList<Cell> cells, IReadOnlyList<string> hidden, CellStore store, Metric metric, Reference reference)
    {
        if (cells.Count == 0) return null;
        var (values, finished) = (new List<(string, double)>(), 0);
        foreach (var cell in cells)
        {
            if (store.Result(cell) is not { } result) continue;
            finished++;
            if (metric.Of(result, store.Epochs(cell)) is { } value) values.Add((string.Join(" ", hidden.Select(axis => cell.Labels[axis])), value));
        }
        return new TableEntry(values, cells.Count, reference.Find(cells[0].Labels)) { Finished = finished };
    }

    private static IReadOnlyList<string> Axes(Experiment experiment, JsonNode? json)
    {
        List<string> names = json switch { JsonArray list => [.. list.Select(item => item!.ToString())], JsonValue one => [one.ToString()], _ => [] };
        var known = experiment.Axes.Select(axis => axis.Name).ToList();
        return names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new ExperimentException($"{experiment.Name}: its table names the axis '{unknown}', and the grid has only {string.Join(", ", known)}")
            : names;
    }
}
