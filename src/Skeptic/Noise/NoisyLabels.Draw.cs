using Skeptic.Randomness;

namespace Skeptic.Noise;

public sealed partial class NoisyLabels
{
    /// <summary>Corrupts labels as a user's text says.</summary>
    /// <param name="dataSet">The data set's name: it decides what 'asymmetric' means.</param>
    /// <param name="clean">[N], in [0, classes); stays untouched.</param>
    /// <param name="seed">The noise seed: the same seed, labels and spec give the same noise on every machine.</param>
    /// <param name="scope">
    /// The samples that noise may touch, null for all. The noise is drawn as if they were the whole training set, in the order given
    /// here; all others keep their clean label.
    /// </param>
    /// <param name="material">The data set the labels belong to; noise that depends on more than labels needs it.</param>
    /// <exception cref="NoiseException">The spec, the labels and the number of classes do not fit each other.</exception>
    public static NoisyLabels Draw(
        NoiseSpec spec,
        string dataSet,
        int[] clean,
        int classes,
        ulong seed,
        RandomSource random = RandomSource.Stream,
        ReadOnlySpan<int> scope = default,
        NoiseMaterial? material = null)
    {
        var matrix = spec.MatrixFile is { } file ? TransitionMatrix.Load(file) : null;
        return Draw(spec, NoiseCatalogue.Resolve(spec.Name, dataSet), matrix, clean, classes, seed, random, scope, material);
    }

    /// <summary>Corrupts labels with a transition matrix of the caller's.</summary>
    /// <inheritdoc cref="Draw(NoiseSpec, string, int[], int, ulong, RandomSource, ReadOnlySpan{int}, NoiseMaterial)"/>
    public static NoisyLabels Draw(
        TransitionMatrix matrix,
        int[] clean,
        int classes,
        ulong seed,
        RandomSource random = RandomSource.Stream,
        ReadOnlySpan<int> scope = default)
        => Draw(new("matrix", 0), NoiseCatalogue.Resolve("matrix", ""), matrix, clean, classes, seed, random, scope, material: null);

    private static NoisyLabels Draw(
        NoiseSpec spec,
        NoiseConvention convention,
        TransitionMatrix? matrix,
        int[] clean,
        int classes,
        ulong seed,
        RandomSource random,
        ReadOnlySpan<int> scope,
        NoiseMaterial? material)
    {
        NoiseSpec.CheckRate(spec.ToString(), spec.Rate);
        CheckLabels(clean, classes);
        if (random == RandomSource.NumpyLegacy && !convention.SupportsNumpyLegacy)
            throw new NoiseException($"'numpy-legacy' draws are not defined for the noise '{convention.Name}', only for "
                + $"{string.Join(", ", NoiseCatalogue.All.Where(other => other.SupportsNumpyLegacy).Select(other => other.Name))}.");

        var request = new NoiseRequest(scope.IsEmpty ? clean : Pick(clean, scope), classes, spec.Rate, seed, random, matrix)
        {
            Spec = spec, Material = material, Rows = Rows(clean.Length, scope, material),
        };
        var drawn = convention.Corrupt(request);
        return new(scope.IsEmpty ? drawn : Put(clean, scope, drawn), clean, classes)
        {
            Spec = spec.ToString(),
            Convention = convention.Name,
            NominalRate = spec.Rate,
            Seed = seed,
            Random = random,
            Scope = scope.IsEmpty ? null : Sorted(scope),
        };
    }

    /// <summary>Where the samples in scope stand in the training part of the data set.</summary>
    private static int[] Rows(int count, ReadOnlySpan<int> scope, NoiseMaterial? material)
    {
        if (material is null)
            return [];
        var all = material.Rows ?? [.. Enumerable.Range(0, count)];
        if (all.Length != count || all.Any(row => row < 0 || row >= material.Dataset.Train.Count))
            throw new NoiseException($"There are {count} labels, but the data set '{material.Dataset.Name}' gives {all.Length} samples for them.");
        return scope.IsEmpty ? all : Pick(all, scope);
    }

    private static void CheckLabels(int[] labels, int classes)
    {
        if (classes < 2)
            throw new NoiseException($"Label noise needs at least 2 classes, not {classes}.");
        if (labels.Length == 0)
            throw new NoiseException("There are no labels to add noise to.");
        var outside = Array.FindIndex(labels, label => label < 0 || label >= classes);
        if (outside >= 0)
            throw new NoiseException($"Label {labels[outside]} of sample {outside} lies outside the {classes} classes 0 to {classes - 1}.");
    }

    private static int[] Pick(int[] labels, ReadOnlySpan<int> scope)
    {
        var picked = new int[scope.Length];
        for (var i = 0; i < scope.Length; i++)
            picked[i] = scope[i] >= 0 && scope[i] < labels.Length
                ? labels[scope[i]]
                : throw new NoiseException(
                    $"Sample {scope[i]} cannot be in the scope of noise: there are {labels.Length} samples, numbered from 0.");
        return picked;
    }

    private static int[] Put(int[] clean, ReadOnlySpan<int> scope, int[] drawn)
    {
        var given = (int[])clean.Clone();
        for (var i = 0; i < scope.Length; i++)
            given[scope[i]] = drawn[i];
        return given;
    }

    private static int[] Sorted(ReadOnlySpan<int> scope)
    {
        var sorted = scope.ToArray();
        Array.Sort(sorted);
        var twice = Enumerable.Range(1, sorted.Length - 1).FirstOrDefault(i => sorted[i] == sorted[i - 1]);
        return twice == 0 ? sorted : throw new NoiseException($"Sample {sorted[twice]} is named twice in the scope of noise.");
    }
}
