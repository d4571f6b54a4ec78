using Skeptic.Text;

namespace Skeptic.Noise;

/// <summary>
/// Every way of corrupting labels. A new one is a file of its own and a line here; help and documentation derive from this list.
/// </summary>
public static class NoiseCatalogue
{
    public static IReadOnlyList<NoiseConvention> All { get; } =
    [
        new NoNoise(),
        new UniformExclusiveSampled(),
        new UniformExclusiveExact(),
        new UniformExclusiveTotal(),
        new UniformInclusiveSampled(),
        new UniformInclusiveExact(),
        new PairFlip(),
        new Tridiagonal(),
        new AsymmetricMnist(),
        new AsymmetricMnistSr(),
        new AsymmetricFashionMnist(),
        new AsymmetricCifar10(),
        new AsymmetricCifar10Sequential(),
        new AsymmetricCifar10Exact(),
        new AsymmetricCifar10PerClass(),
        new AsymmetricCifar100(),
        new AsymmetricCifar100Swap(),
        new AsymmetricCifar100Super(),
        new InstanceNoise(scaled: false),
        new InstanceNoise(scaled: true),
        new HumanLabels(),
        new LabelsFromFile(),
        new MatrixNoise(),
    ];

    /// <summary>The alias that means another convention for each data set.</summary>
    public const string Asymmetric = "asymmetric";

    /// <summary>What <see cref="Asymmetric"/> stands for, by data set.</summary>
    public static IReadOnlyDictionary<string, string> AsymmetricByDataSet { get; } = new Dictionary<string, string>
    {
        ["mnist"] = "asym-mnist",
        ["glyphs"] = "asym-mnist",
        ["fashion-mnist"] = "asym-fashion-mnist",
        ["cifar10"] = "asym-cifar10",
        ["cifar100"] = "asym-cifar100",
    };

    /// <summary>All names and aliases that <see cref="NoiseSpec.Parse"/> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. All.SelectMany(convention => (string[])[convention.Name, .. convention.Aliases]), Asymmetric];

    /// <summary>The convention a name or alias means for a data set.</summary>
    /// <exception cref="NoiseException">Unknown name, or 'asymmetric' for a data set that has no such convention.</exception>
    public static NoiseConvention Resolve(string name, string dataSet)
    {
        CheckName(name);
        if (name == Asymmetric)
            name = AsymmetricByDataSet.TryGetValue(dataSet, out var own)
                ? own
                : throw new NoiseException($"'{Asymmetric}' noise is not defined for the data set '{dataSet}'; it exists for "
                    + $"{string.Join(", ", AsymmetricByDataSet.Keys)}. "
                    + "Use 'pair' or give a transition matrix with 'matrix:FILE'.");
        return All.First(convention => convention.Name == name || convention.Aliases.Contains(name));
    }

    internal static void CheckName(string name)
    {
        if (!Names.Contains(name))
            throw new NoiseException($"There is no noise called '{name}'.{Nearest.Hint(name, Names)} Known: {string.Join(", ", Names)}.");
    }
}
