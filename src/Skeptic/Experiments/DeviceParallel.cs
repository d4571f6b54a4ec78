using Skeptic.Data;
using Skeptic.Networks;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>
/// How many runs one GPU takes at a time, each on a stream of its own: many of small networks, whose steps leave most of it idle, and one of
/// a network that fills it. Decided by the parameters of the largest network and the samples of a step.
/// </summary>
public static class DeviceParallel
{
    private const long Small = 1_000_000, Middle = 6_000_000;
    private const int Most = 16, Several = 4, LargeBatch = 1024;

    /// <param name="processors">Threads that the machine has for asking the device.</param>
    public static (int Parallel, string Reason) Of(IReadOnlyList<Cell> cells, int processors)
    {
        var (parameters, name) = cells.Select(cell => cell.Recipe).DistinctBy(recipe => (recipe.Model, recipe.Width, recipe.Dataset))
            .Select(recipe => (Parameters(recipe), recipe.Model)).DefaultIfEmpty((0, "")).MaxBy(known => known.Item1);
        var batch = cells.Select(cell => cell.Recipe.Batch).DefaultIfEmpty(0).Max();
        var many = parameters <= Small && batch < LargeBatch ? Most : parameters <= Middle && batch < LargeBatch ? Several : 1;
        var parallel = Math.Max(1, Math.Min(many, processors));
        return (parallel, $"{parallel} at a time by themselves: the largest network, {name}, has {parameters:N0} parameters, and the largest step {batch:N0} samples");
    }

    /// <summary>Of one network; samples of data of one's own count as small pictures.</summary>
    private static long Parameters(Recipe recipe)
    {
        int[] shape = recipe.Data is null && DatasetCatalogue.Find(recipe.Dataset).Extent is { } extent ? [.. extent.SampleShape] : [3, 32, 32];
        var classes = recipe.Data is null && DatasetCatalogue.Find(recipe.Dataset).Extent is { } known ? known.Classes : 10;
        using var init = new Generator(1);
        try
        {
            using var network = NetworkCatalogue.Find(recipe.Model).Create(new NetworkShape(shape, classes, recipe.Width), init);
            return network.ParameterCount;
        }
        catch (SettingsException)
        {
            // A network for larger pictures than these, which is a large one.
            return long.MaxValue;
        }
    }
}
