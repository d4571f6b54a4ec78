using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Sweeps;

/// <summary>What a sweep would run, and what that would cost: by finished cells that differ in seed and noise alone, else by steps that are measured now.</summary>
internal sealed class DryRun(SweepRequest request, CellStore store, Func<Recipe, CellCost> measure)
{
    private readonly Dictionary<string, (CellCost Cost, bool Measured)> _costs = [];

    private sealed record Row(Cell Cell, CellState State, CellCost Cost);

    public void Write(Terminal terminal)
    {
        var cells = request.Cells;
        foreach (var cell in cells)
            if (store.Result(cell) is { } result) _costs.TryAdd(Kind(cell.Recipe), (new CellCost(result.Seconds, Size(cell.Directory(store.Root))), false));
        var rows = cells.Select(cell => new Row(cell, store.State(cell), Cost(cell.Recipe))).ToList();
        if (request.Json) terminal.Output.WriteJson(Json(rows));
        else Text(terminal.Output, rows);
    }

    private void Text(TextWriter output, IReadOnlyList<Row> rows)
    {
        output.WriteColumns(
            [["cell", "state", "about", "disk", "run directory"],
            .. rows.Select(row => (IReadOnlyList<string>)[row.Cell.Title, State(row.State), Amounts.Seconds(row.Cost.Seconds), Amounts.Bytes(row.Cost.Bytes), row.Cell.Recipe.Name])], right: [2, 3]);
        var open = rows.Where(row => row.State != CellState.Finished).ToList();
        output.WriteLine();
        output.WriteLine($"{rows.Count} cells, {open.Count} to run, {Way(open.Count)} with {request.Options.Threads} {(request.Options.Threads == 1 ? "thread" : "threads")} each: "
            + $"about {Amounts.Seconds(Left(open))}, {Amounts.Bytes(open.Sum(row => row.Cost.Bytes))} in {store.Root}");
        output.WriteLine(_costs.Values.Any(cost => cost.Measured)
            ? "times: by a few steps measured now, alone; runs side by side slow each other down"
            : "times: by finished cells of the same kind");
    }

    private JsonObject Json(IReadOnlyList<Row> rows) => new()
    {
        ["cells"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["labels"] = new JsonObject(row.Cell.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
            ["state"] = State(row.State), ["id"] = row.Cell.Recipe.Id, ["directory"] = row.Cell.Recipe.Name, ["seconds"] = row.Cost.Seconds, ["bytes"] = row.Cost.Bytes,
        })]),
        ["toRun"] = rows.Count(row => row.State != CellState.Finished),
        ["seconds"] = Left([.. rows.Where(row => row.State != CellState.Finished)]),
        ["bytes"] = rows.Where(row => row.State != CellState.Finished).Sum(row => row.Cost.Bytes),
    };

    private double Left(IReadOnlyList<Row> open) => open.Sum(row => row.Cost.Seconds) / Math.Clamp(open.Count, 1, AtATime(open.Count));

    private int AtATime(int open) => request.Options.Parallel * (request.Slurm is { } slurm ? Math.Min(slurm.Tasks(open), slurm.ArrayLimit ?? int.MaxValue) : 1);

    private string Way(int open) => request.Slurm is { } slurm ? $"in {Amounts.Of(slurm.Tasks(open), "task")} of Slurm, {AtATime(open)} at a time" : $"{request.Options.Parallel} at a time";

    private CellCost Cost(Recipe recipe)
    {
        if (!_costs.TryGetValue(Kind(recipe), out var cost)) _costs[Kind(recipe)] = cost = (measure(recipe), true);
        return cost.Cost;
    }

    private static string State(CellState state) => state.ToString().ToLowerInvariant();

    /// <summary>Recipes that cost the same: seed and noise change nothing.</summary>
    private static string Kind(Recipe recipe) => (recipe with { Seed = 1, Seeds = new(), Noise = "none" }).Id;

    private static double Size(string directory) => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => (double)file.Length);
}
