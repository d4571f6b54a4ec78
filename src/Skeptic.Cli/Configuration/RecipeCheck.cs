using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Networks;
using Skeptic.Noise;
using Skeptic.Settings;
using Skeptic.Torch.Optimisers;
using Skeptic.Training;

namespace Skeptic.Cli.Configuration;

/// <summary>Finds what is wrong with a recipe before anything is read, made or started; neither data nor the engine are needed.</summary>
internal static class RecipeCheck
{
    /// <exception cref="UsageException">A name or a schedule that does not exist.</exception>
    /// <exception cref="SettingsException">There is no such network.</exception>
    /// <exception cref="NoiseException">There is no such noise, or not for this data set.</exception>
    /// <exception cref="CompositionException">The methods contradict each other.</exception>
    public static void Check(Recipe recipe)
    {
        if (recipe.Data is null) Dataset(recipe.Dataset);
        ClassImbalance.Parse(recipe.Imbalance);
        NoiseCatalogue.Resolve(NoiseSpec.Parse(recipe.Noise).Name, recipe.Dataset);
        NetworkCatalogue.Find(recipe.Model);
        CheckSchedule(recipe);
        // Sizes and rate do not matter to which stages the methods take part in; the run composes them again with its own.
        MethodCatalogue.Compose(recipe.Method, recipe.MethodOptions, new Needs(samples: 1, classes: 2, noiseRate: 0) { Optimiser = recipe.Optimiser, Epochs = recipe.Epochs, Shards = recipe.Shards ?? 1 });
    }

    /// <exception cref="UsageException">There is no such data set; names the nearest.</exception>
    public static DatasetEntry Dataset(string name)
    {
        try
        {
            return DatasetCatalogue.Find(name);
        }
        catch (DataException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static void CheckSchedule(Recipe recipe)
    {
        try
        {
            Schedule.Parse(recipe.Schedule, recipe.Epochs);
        }
        catch (FormatException e)
        {
            throw new UsageException($"schedule: {e.Message}");
        }
    }
}
