using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Theory;

/// <summary>The outputs over which sums of losses are compared.</summary>
internal static class SymmetryOutputs
{
    internal const string Name = "outputs";

    private static readonly double[] s_scales = [0.3, 1, 3, 10];

    /// <summary>Logits: normal ones of four sizes, and the extremes that they miss: undecided, sure of one class, torn between two, sure of which class it is not.</summary>
    internal static double[][] Draw(SymmetryOptions options)
    {
        var draws = RandomStream.Derive(options.Seed, "outputs");
        double[] Filled(double all, params (int Class, double Logit)[] some)
        {
            var logits = Enumerable.Repeat(all, options.Classes).ToArray();
            foreach (var (at, logit) in some) logits[at] = logit;
            return logits;
        }
        double[][] extremes = [Filled(0), Filled(0, (0, 30)), Filled(0, (0, 10), (1, 10)), Filled(0, (0, 8), (1, 7.5)), Filled(0, (0, -30))];
        return
        [
            .. extremes,
            .. Enumerable.Range(0, options.Outputs).Select(i => Enumerable.Range(0, options.Classes).Select(_ => s_scales[i % s_scales.Length] * draws.NextGaussian()).ToArray()),
        ];
    }

    /// <summary>One vector of logits in many orders.</summary>
    internal static double[][] Permutations(SymmetryOptions options)
    {
        var draws = RandomStream.Derive(options.Seed, "permutations");
        var logits = Enumerable.Range(0, options.Classes).Select(_ => 2 * draws.NextGaussian()).ToArray();
        return [.. Enumerable.Range(0, 50).Select(_ => draws.Permutation(options.Classes).Select(i => logits[i]).ToArray())];
    }

    /// <summary>Samples without content, whose labels are the classes in turn.</summary>
    internal static Dataset Placeholder(int samples, int classes)
    {
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i % classes)];
        return new Dataset(
            Name, new LabelledData(new FeatureArray(new float[samples], samples, 1), labels), new LabelledData(new FeatureArray(new float[1], 1, 1), [0]),
            [.. Enumerable.Range(0, classes).Select(c => $"class {c}")], Normalisation.Identity(1), "made for losses alone");
    }
}
