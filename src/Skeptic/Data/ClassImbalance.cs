using System.Globalization;
using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Data;

/// <summary>How a training set is made unbalanced: fewer samples of the later classes.</summary>
/// <param name="IsStep">True: the second half of the classes has the factor; false: classes thin out geometrically.</param>
/// <param name="Factor">Share of the last class, in (0, 1].</param>
public sealed record ClassImbalance(bool IsStep, double Factor)
{
    private const string Purpose = "imbalance";

    /// <summary>Reads <c>none</c> or nothing (null), <c>long-tailed:0.01</c> or <c>step:0.1</c>.</summary>
    /// <exception cref="SettingsException">Anything else, or a factor outside (0, 1].</exception>
    public static ClassImbalance? Parse(string? text)
    {
        if (text is null)
            return null;
        var parts = text.Trim().ToLowerInvariant().Split(':');
        if (parts is ["none"])
            return null;
        if (parts is not ["long-tailed" or "step", var number])
            throw new SettingsException($"imbalance is '{text}'; it must be none, long-tailed:FACTOR or step:FACTOR, such as long-tailed:0.01");
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and <= 1
            ? new(parts[0] == "step", factor)
            : throw new SettingsException($"imbalance is '{text}'; the factor must be a number above 0 and at most 1");
    }

    /// <summary>
    /// Samples a class keeps, [K]: with n = N/K, int(n factor^(c/(K-1))) when long-tailed; n for the first K/2 classes and int(n factor) for
    /// the others when stepped (SR and the class-balanced losses before it).
    /// </summary>
    public int[] Counts(int samples, int classes)
    {
        var full = samples / (double)classes;
        return [.. Enumerable.Range(0, classes).Select(c => (int)(full * Share(c, classes)))];
    }

    /// <summary>The positions that stay: of every class the first of a random order, all where it has fewer.</summary>
    /// <param name="random">
    /// With <see cref="RandomSource.Stream"/> ascending. With <see cref="RandomSource.NumpyLegacy"/> as in the SR repository: one
    /// <c>np.random.seed</c>, one shuffle a class, and the result ordered by class.
    /// </param>
    /// <exception cref="SettingsException">A class would be left without a sample.</exception>
    public int[] Keep(int[] labels, int classes, ulong seed, RandomSource random = RandomSource.Stream)
    {
        Func<int, int[]> permutation = random == RandomSource.NumpyLegacy
            ? RandomSourceNames.NewNumpyGenerator(seed, Purpose).Permutation
            : RandomStream.Derive(seed, Purpose).Permutation;
        var counts = Counts(labels.Length, classes);
        var members = Enumerable.Range(0, labels.Length).ToLookup(i => labels[i]);
        var kept = new List<int>();
        for (var c = 0; c < classes; c++)
        {
            var own = members[c].ToArray();
            var order = permutation(own.Length).Take(counts[c]).Select(position => own[position]).ToArray();
            if (order.Length == 0)
                throw new SettingsException($"imbalance {this} leaves class {c} without a sample, of {own.Length} that it has; choose a larger factor");
            kept.AddRange(order);
        }

        if (random == RandomSource.Stream)
            kept.Sort();
        return [.. kept];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsStep ? "step" : "long-tailed")}:{Factor:R}");

    private double Share(int c, int classes)
        => IsStep ? (c < classes / 2 ? 1 : Factor) : classes == 1 ? 1 : Math.Pow(Factor, c / (double)(classes - 1));
}
