using System.Diagnostics;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>What a cell costs.</summary>
/// <param name="Seconds">Of training and evaluation, alone on the threads that it was measured with.</param>
/// <param name="Bytes">Of its run directory.</param>
public sealed record CellCost(double Seconds, double Bytes);

/// <summary>
/// Measures what a run would cost by taking a few of its steps on blank samples of its data set's size, so that the data need not be
/// there. Epochs of which the last differ from the first, as of DivideMix, count as the mean of both.
/// </summary>
public static class CostProbe
{
    private const int Steps = 3;
    private const double BytesOfRow = 60; // A line of samples.csv.

    /// <param name="budget">No further step is taken once they took so long.</param>
    /// <exception cref="ExperimentException">The size of the data set is not known without its files.</exception>
    public static CellCost Measure(Recipe recipe, Device device, TimeSpan budget)
    {
        var extent = DatasetCatalogue.Find(recipe.Dataset).Extent
            ?? throw new ExperimentException($"what a run on {recipe.Dataset} costs cannot be said without its files");
        return Measure(recipe, extent, device, budget);
    }

    /// <param name="extent">Of a data set of pictures that need not be in the catalogue.</param>
    internal static CellCost Measure(Recipe recipe, DatasetExtent extent, Device device, TimeSpan budget)
    {
        var train = recipe.Samples > 0 ? Math.Min(recipe.Samples, extent.Train) : extent.Train;
        var blank = Math.Min(train, 4 * recipe.Batch);
        using var workplace = new Workplace(new DataFolders(null, null, "nowhere"), device);
        workplace.Add(Blank(recipe.Dataset, extent, blank, Math.Min(extent.Test, 4 * recipe.Batch)));
        using var scope = Scope.Open();
        // Labels that are wrong somehow: those of the recipe may need the images.
        using var run = new Run(recipe with { Noise = "uniform-excl-sampled:0.4", Imbalance = null, Samples = 0, Validation = recipe.Validation with { Share = 0 }, Patience = 0 }, workplace);

        var trained = train * (1 - recipe.Validation.Share);
        var clock = Stopwatch.StartNew();
        var evaluation = Evaluated(run) * (extent.Test + (run.Method.Mixes ? train : train - trained));
        var epochs = new[] { 0, recipe.Epochs - 1 }.Distinct().Select(epoch => Epoch(run, new Clock(epoch, recipe.Epochs), clock, budget)).OfType<double>().ToList();
        var seconds = recipe.Epochs * (epochs.Average() * trained / blank + evaluation);
        return new CellCost(seconds, Bytes(run, trained / blank) + train * BytesOfRow);
    }

    /// <summary>Seconds of an epoch on the blank samples; null where its plan needs a network that has learnt something.</summary>
    private static double? Epoch(Run run, Clock at, Stopwatch clock, TimeSpan budget)
    {
        using var scope = Scope.Open();
        EpochPlan plan;
        try
        {
            plan = run.Method.Plan(run, at);
        }
        catch (RunException) when (at.Epoch > 0)
        {
            return null;
        }
        double seconds = 0;
        foreach (var (number, pass) in plan.Passes.Index())
        {
            using var samples = run.Training.InOrder(run.Sampler.Order(pass, (int)run.Training.Count, at.Epoch, number, run.Device), run.Views(at));
            using var beside = BesideBatches.Of(run, pass, at, number);
            var steps = run.Sampler.Steps(samples.Count);
            var times = new List<double>();
            // The first step allocates; it counts only where there is no time for another.
            for (var step = 0; step < Math.Min(steps, Steps + 1) && (step == 0 || clock.Elapsed < budget); step++)
            {
                beside?.Reach(step);
                using var inner = Scope.Open();
                var watch = Stopwatch.StartNew();
                var (start, count) = run.Sampler.Range(samples.Count, step);
                var batch = samples.Batch(start, count, number, step) with { Steps = steps, Beside = beside?.At(step) };
                samples.Ahead(run.Sampler, samples.Count, step);
                run.Reseed(at.Epoch, number, step);
                TrainingStep.Take(run, run.Method, at, pass, batch, 1);
                Engine.Synchronize(run.Device);
                times.Add(watch.Elapsed.TotalSeconds);
            }
            seconds += steps * times.Skip(times.Count > 1 ? 1 : 0).Order().ElementAt((times.Count - (times.Count > 1 ? 1 : 0)) / 2);
        }
        run.NetworksChanged();
        return seconds;
    }

    /// <summary>Seconds to look at a sample with all networks.</summary>
    private static double Evaluated(Run run)
    {
        var watch = Stopwatch.StartNew();
        run.Test.Accuracy(run.Networks);
        return watch.Elapsed.TotalSeconds / run.Test.Count;
    }

    /// <summary>Checkpoint and model, with per-sample tables as long as the real ones.</summary>
    private static double Bytes(Run run, double longer)
    {
        double Size(Tensor tensor) => tensor.Count * 4.0;
        var state = run.State().Sum(tensor => Size(tensor.Value) * (tensor.Value.Rank > 0 && tensor.Value.Size(0) == run.Training.Count ? longer : 1));
        return state + run.Networks.Sum(network => network.Model.StateDict().Sum(tensor => Size(tensor.Value)));
    }

    private static Dataset Blank(string name, DatasetExtent extent, int train, int test)
    {
        int[] shape = [.. extent.SampleShape];
        LabelledData Part(int count) => new(new ImageArray(new byte[count * shape[0] * shape[1] * shape[2]], count, shape[0], shape[1], shape[2]), [.. Enumerable.Range(0, count).Select(i => i % extent.Classes)]);
        return new Dataset(name, Part(Math.Max(train, extent.Classes)), Part(test), [.. Enumerable.Range(0, extent.Classes).Select(c => $"class {c}")],
            new Normalisation([.. Enumerable.Repeat(0.5, shape[0])], [.. Enumerable.Repeat(0.5, shape[0])]), "blank samples that stand for real ones");
    }
}
