using Skeptic.Noise;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>Label vectors for noise tests.</summary>
internal static class Labels
{
    /// <summary>0, 1, ..., K-1, 0, 1, ...: every class equally often.</summary>
    public static int[] Cycling(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i % classes)];

    /// <summary>All of class 0, then all of class 1, ...</summary>
    public static int[] Blocks(int perClass, int classes) => [.. Enumerable.Range(0, perClass * classes).Select(i => i / perClass)];

    public static int[] Random(int count, int classes, ulong seed)
    {
        var stream = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextInt(classes))];
    }

    public static NoisyLabels Draw(string spec, int[] clean, int classes, ulong seed = 1, RandomSource random = RandomSource.Stream)
        => NoisyLabels.Draw(NoiseSpec.Parse(spec), "cifar10", clean, classes, seed, random);

    /// <summary>Whether the noise needs no more than a rate and labels of ten classes.</summary>
    public static bool NeedsOnlyTenClasses(string name)
        => name is not ("none" or "matrix" or "human" or "file") && !name.StartsWith("instance", StringComparison.Ordinal) && !name.StartsWith("asym-cifar100", StringComparison.Ordinal);

    /// <summary>One row of the transition counts.</summary>
    public static int[] Row(NoisyLabels labels, int clean)
    {
        var counts = labels.TransitionCounts();
        return [.. Enumerable.Range(0, labels.Classes).Select(given => counts[clean, given])];
    }
}
