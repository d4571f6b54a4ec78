using Skeptic.Data;
using Skeptic.Noise;

namespace Skeptic.Training;

/// <summary>Who is trained on, who is held out, and with which labels: decided once, before anything is trained.</summary>
internal sealed class LabelPlan
{
    private LabelPlan()
    {
    }

    /// <summary>Positions in the data set's training part.</summary>
    internal required int[] Training { get; init; }

    internal required int[] Validation { get; init; }

    internal required int[] GivenLabels { get; init; }

    internal required int[] TrueLabels { get; init; }

    internal required int[] ValidationLabels { get; init; }

    /// <summary>The noise as an artefact, over all samples that it was drawn for.</summary>
    internal required NoisyLabels Noise { get; init; }

    /// <param name="folders">Where noise looks for label files.</param>
    internal static LabelPlan Make(Recipe recipe, Dataset dataset, DataFolders? folders = null)
    {
        var pool = Unbalanced(recipe, dataset, Pool(recipe, dataset.Train.Count));
        int[] clean = [.. pool.Select(i => dataset.Train.Labels[i])];
        var seed = recipe.Seeds.Noise ?? recipe.Seed;
        var split = dataset.Own?.Validation is { } held ? Split.Given(pool, held) : Split.Of(pool.Length, recipe.Validation.Share, seed, recipe.Draws);
        // Where the data say which labels are right, those that they give may be wrong without any noise of ours.
        int[] truth = dataset.Train.CleanLabels is { } known && pool.All(i => known[i] >= 0) ? [.. pool.Select(i => known[i])] : clean;

        // Before the noise: only what is trained on gets wrong labels. After it: both parts do.
        var scope = recipe.Validation.Order == SplitOrder.BeforeNoise ? split.Train : [];
        var noise = NoisyLabels.Draw(NoiseSpec.Parse(recipe.Noise), dataset.Name, clean, dataset.Classes, seed, recipe.Draws, scope, new(dataset, folders, pool));

        return new LabelPlan
        {
            Training = [.. split.Train.Select(i => pool[i])],
            Validation = [.. split.Validation.Select(i => pool[i])],
            GivenLabels = [.. split.Train.Select(i => noise.Given[i])],
            TrueLabels = [.. split.Train.Select(i => truth[i])],
            ValidationLabels = [.. split.Validation.Select(i => noise.Given[i])],
            Noise = noise,
        };
    }

    /// <summary>The pool without the samples that the recipe's imbalance takes away.</summary>
    private static int[] Unbalanced(Recipe recipe, Dataset dataset, int[] pool)
    {
        if (ClassImbalance.Parse(recipe.Imbalance) is not { } imbalance) return pool;
        var kept = imbalance.Keep([.. pool.Select(i => dataset.Train.Labels[i])], dataset.Classes, recipe.Seeds.Noise ?? recipe.Seed, recipe.Draws);
        return [.. kept.Select(i => pool[i])];
    }

    private static int[] Pool(Recipe recipe, int available)
    {
        if (recipe.Samples == 0 || recipe.Samples == available) return [.. Enumerable.Range(0, available)];
        if (recipe.Samples > available) throw new Settings.SettingsException($"samples is {recipe.Samples}, but {recipe.Dataset} has {available} training samples");
        var drawn = Randomness.RandomStream.Derive(recipe.Seed, "samples").Permutation(available)[..recipe.Samples];
        Array.Sort(drawn);
        return drawn;
    }
}
