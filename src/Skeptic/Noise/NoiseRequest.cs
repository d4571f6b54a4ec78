using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <summary>What a convention is given: labels in [0, Classes), at least two classes, a rate in [0, 1].</summary>
/// <param name="Clean">[N].</param>
/// <param name="Matrix">The transition matrix of <c>matrix</c>; null otherwise.</param>
internal sealed record NoiseRequest(int[] Clean, int Classes, double Rate, ulong Seed, RandomSource Random, TransitionMatrix? Matrix = null)
{
    /// <summary>What the user asked for, with the file or choice that some conventions take.</summary>
    public NoiseSpec Spec { get; init; } = NoiseSpec.None;

    /// <summary>The data set; null where only labels are at hand.</summary>
    public NoiseMaterial? Material { get; init; }

    /// <summary>Where sample i of <see cref="Clean"/> stands in the training part of <see cref="Material"/>, [N].</summary>
    public int[] Rows { get; init; } = [];

    /// <exception cref="NoiseException">Only labels are at hand.</exception>
    public NoiseMaterial NeededMaterial(string what)
        => Material ?? throw new NoiseException($"Noise '{Spec}' needs {what} of a data set, but it was asked for with labels alone.");

    public RandomStream NewStream() => RandomStream.Derive(Seed, Purposes.Noise);

    public Mt19937 NewNumpyGenerator() => RandomSourceNames.NewNumpyGenerator(Seed, "noise");

    /// <summary>The positions of every class, ascending: [classes][samples of the class].</summary>
    public int[][] ByClass()
    {
        var members = new List<int>[Classes];
        for (var c = 0; c < Classes; c++)
            members[c] = [];
        for (var i = 0; i < Clean.Length; i++)
            members[Clean[i]].Add(i);
        return [.. members.Select(list => list.ToArray())];
    }
}
