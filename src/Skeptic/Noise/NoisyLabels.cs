using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <summary>Noisy labels as an artefact: which they are, how they were made, and how noisy they really turned out.</summary>
public sealed partial class NoisyLabels
{
    private NoisyLabels(int[] given, int[] clean, int classes)
    {
        Given = given;
        Clean = clean;
        Classes = classes;
        GivenSha256 = LabelHash.Int32(given);
        CleanSha256 = LabelHash.Int32(clean);
    }

    /// <summary>The labels to train on, [N].</summary>
    public int[] Given { get; }

    /// <summary>The data set's own labels, [N]; for evaluation only, never shown to a method.</summary>
    public int[] Clean { get; }

    public int Classes { get; }

    /// <summary>The noise as asked for, with alias and rate: <c>symmetric:0.4</c>.</summary>
    public required string Spec { get; init; }

    /// <summary>The convention the name stands for: <c>uniform-excl-sampled</c>.</summary>
    public required string Convention { get; init; }

    /// <summary>The rate asked for. Most conventions realise another one; see <see cref="RealisedRate"/>.</summary>
    public required double NominalRate { get; init; }

    public required ulong Seed { get; init; }

    public required RandomSource Random { get; init; }

    /// <summary>The samples that noise was allowed to touch, ascending; null for all.</summary>
    public int[]? Scope { get; init; }

    /// <summary>SHA-256 of the given labels as int32, little-endian.</summary>
    public string GivenSha256 { get; }

    /// <summary>SHA-256 of the clean labels as int32, little-endian.</summary>
    public string CleanSha256 { get; }

    /// <summary>The share of the samples in scope whose given label is wrong.</summary>
    public double RealisedRate
    {
        get
        {
            var wrong = InScope().Count(i => Given[i] != Clean[i]);
            return wrong / (double)(Scope?.Length ?? Given.Length);
        }
    }

    /// <summary>How many samples in scope of class i (row) were given label j (column), [K, K].</summary>
    public int[,] TransitionCounts()
    {
        var counts = new int[Classes, Classes];
        foreach (var i in InScope())
            counts[Clean[i], Given[i]]++;
        return counts;
    }

    /// <summary>True where the given label is wrong, [N].</summary>
    public bool[] Flipped() => [.. Given.Zip(Clean, (given, clean) => given != clean)];

    private IEnumerable<int> InScope() => Scope ?? Enumerable.Range(0, Given.Length);
}
