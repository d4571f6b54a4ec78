using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Experiments;

namespace Skeptic.Tests.Experiments;

/// <summary>Test samples in the plane, from a run directory to the figure.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finished_cells_get_one_and_the_figure_has_a_cloud_for_each_class()
    {
        var data = TinyData.Images(train: 120, test: 150);
        var experiment = new Experiment
        {
            Name = "tiny", Title = "tiny", Axes = [Axis.From("seed", new JsonArray("1", "2"))], Cells = [.. new[] { 1, 2 }.Select(seed => new Cell(new Dictionary<string, string> { ["seed"] = $"{seed}" }, TinyRun.Recipe("ce", $"seed={seed}", "epochs=6")))],
            Presentation = new JsonObject { ["figures"] = new JsonArray(new JsonObject { ["kind"] = "embedding" }) },
        };
        var store = new CellStore(_folder.Path);
        using var workplace = TinyRun.Workplace(data);
        Assert.Empty(Embedding.Missing(experiment, store));
        Skeptic.Experiments.Sweep.Of(store, experiment.Cells, new(), workplace, null).Run();

        // Seeds differ in nothing that can be seen: one is shown.
        var cell = Assert.Single(Embedding.Missing(experiment, store));
        var progress = new List<double>();
        Embedding.Make(cell, store, workplace, 1, new Collect(progress));
        Assert.Equal(1, progress[^1]);
        Assert.Empty(Embedding.Missing(experiment, store));
        var rows = File.ReadAllLines(Path.Combine(cell.Directory(_folder.Path), "embedding.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(data.Test.Labels, rows.Select(row => int.Parse(row[2], CultureInfo.InvariantCulture)));

        var panel = Assert.Single(Assert.Single(Plots.Of(experiment, store)).Panels);
        Assert.True(panel.IsMap);
        Assert.Equal(["0", "1", "2"], panel.Lines.Select(line => line.Name));
        Assert.Equal(150, panel.Lines.Sum(line => line.Points.Count));
        // Classes that the network tells apart lie apart: most nearest neighbours are of one's own class.
        var points = panel.Lines.SelectMany(line => line.Points.Select(point => (line.Name, point.X, point.Y))).ToList();
        var own = points.Count(one => points.Where(other => other != one).MinBy(other => Math.Pow(other.X - one.X, 2) + Math.Pow(other.Y - one.Y, 2)).Name == one.Name);
        Assert.InRange(own, 120, 150);
    }

    private sealed class Collect(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
