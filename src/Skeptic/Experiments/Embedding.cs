using System.Globalization;
using System.Text;
using Skeptic.Data;
using Skeptic.Statistics;
using Skeptic.Theory;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>
/// Test samples as a trained network sees them: what its last linear layer is given, brought into the plane by t-SNE. Kept as
/// <c>embedding.csv</c> in the run directory, a row <c>x,y,label</c> for each sample, so that it is made once.
/// </summary>
public static class Embedding
{
    /// <summary>How many test samples are shown at most: the first ones.</summary>
    public const int Samples = 10_000;

    private const string FileName = "embedding.csv", Header = "x,y,label";

    /// <summary>The finished cells that an experiment's figures show so and that have none yet.</summary>
    public static IReadOnlyList<Cell> Missing(Experiment experiment, CellStore store) =>
        [.. Plots.Specs(experiment).Where(spec => spec.Kind == "embedding").SelectMany(spec => Shown(experiment.Cells, spec)).Distinct().Where(cell => store.State(cell) == CellState.Finished && !File.Exists(PathOf(cell, store)))];

    /// <summary>Makes it for one finished cell; of a run of several networks for the first.</summary>
    /// <param name="threads">Of t-SNE; the network takes <see cref="Engine.Threads"/>.</param>
    /// <param name="progress">Told the share done, up to 1.</param>
    /// <exception cref="DataException">The data set is not there.</exception>
    public static void Make(Cell cell, CellStore store, Workplace workplace, int threads, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        using var scope = Scope.Open();
        using var run = new Run(cell.Recipe, workplace);
        var file = Path.Combine(cell.Directory(store.Root), "model.safetensors");
        new WeightsFile(file, WeightsFile.HashOf(file)).Load(run.Networks[0].Model);
        var features = Penultimate.Of(run.Networks[0], run.Test, Samples).Features.Flatten(1).To(Device.Cpu);
        var (count, dimensions) = ((int)features.Size(0), (int)features.Size(1));
        var points = Tsne.Embed(features.ToArray<float>(), count, dimensions, new TsneOptions { Seed = cell.Recipe.Seed, Threads = threads }, progress, cancel).Points;
        var labels = run.Dataset.Test.Labels;
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $"{points[2 * i]:R},{points[2 * i + 1]:R},{labels[i]}\n");
        AtomicFile.WriteAllText(PathOf(cell, store), text.ToString());
    }

    /// <summary>The first cell of each group that a figure keeps apart: seeds differ in nothing that can be seen.</summary>
    internal static IEnumerable<Cell> Shown(IEnumerable<Cell> cells, PlotSpec spec) =>
        cells.GroupBy(cell => string.Join(" ", spec.Groups.Select(axis => cell.Labels[axis]))).Select(group => group.First());

    internal static PlotPanel Panel(string title, Cell cell, CellStore store)
    {
        var file = PathOf(cell, store);
        var rows = File.Exists(file) ? File.ReadLines(file).Skip(1).Select(line => line.Split(',')).Select(row => (Label: int.Parse(row[2], CultureInfo.InvariantCulture),
            Point: new PlotPoint(double.Parse(row[0], CultureInfo.InvariantCulture), double.Parse(row[1], CultureInfo.InvariantCulture), null))).ToList() : [];
        var clouds = rows.GroupBy(row => row.Label).OrderBy(label => label.Key).Select(label => new PlotLine($"{label.Key}", [.. label.Select(row => row.Point)], label.Key, 0, PlotShape.Cloud));
        return new PlotPanel(title, "", "", [.. clouds]) { IsMap = true };
    }

    private static string PathOf(Cell cell, CellStore store) => Path.Combine(cell.Directory(store.Root), FileName);
}
