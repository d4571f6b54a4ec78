using System.Text.RegularExpressions;
using Skeptic.Noise;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>Label noise of the sparse-regularisation and active-passive-loss repositories, drawn as NumPy does: exact.</summary>
internal static partial class SrNoiseGolden
{
    internal static void Case(GoldenCase golden)
    {
        var name = golden.Json.Text("id");
        var (classes, seed) = (golden.Json.Integer("K"), (ulong)golden.Json.Integer("seed"));
        var totals = golden.Json.Integers("per_class_total");
        // MNIST's labels are sorted, the others go round.
        int[] clean = name.Contains("mnist", StringComparison.Ordinal) ? Sorted(totals) : Round(classes, totals.Sum());
        var rate = golden.Json.GetProperty("nominal_rate").GetRawText();
        var noise = NoisyLabels.Draw(NoiseSpec.Parse($"{Convention(name)}:{rate}"), "mnist", clean, classes, seed, RandomSource.NumpyLegacy);
        var counts = noise.TransitionCounts();
        int[] kept = [.. Enumerable.Range(0, classes).Select(c => counts[c, c])];

        Near.Equal(golden.Json.Double("realised_rate"), noise.RealisedRate, "realised rate", Tolerance.Formula);
        Assert.Equal(totals, Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, classes).Sum(to => counts[c, to])));
        if (golden.Json.Optional("counts") is { } whole) Assert.Equal(Numbers.Of(whole).Items, counts.Cast<int>().Select(count => (double)count));
        if (golden.Json.Optional("per_class_keep_rate") is { } rates) Near.Equal(Numbers.Of(rates).Items, [.. kept.Zip(totals, (k, n) => (double)k / n)], "kept", new Tolerance(0, 5.1e-7));
        if (golden.Json.Optional("per_class_kept") is { } exact) Assert.Equal(Numbers.Of(exact).Items, kept.Select(count => (double)count));
        int[] moved = [.. Enumerable.Range(0, classes * classes).Where(i => i / classes != i % classes).Select(i => counts[i / classes, i % classes])];
        if (golden.Json.Optional("offdiag_stats") is { } stats)
        {
            Assert.Equal((stats.Integer("nonzero"), stats.Integer("min"), stats.Integer("max")), (moved.Count(count => count > 0), moved.Min(), moved.Max()));
            Near.Equal(stats.Double("mean"), moved.Average(), "mean of the moved", Tolerance.Formula);
        }
        if (golden.Json.Optional("offdiag_nonzero_src_dst_count") is { } list)
        {
            var expected = list.EnumerateArray().Select(entry => (entry[0].GetInt32(), entry[1].GetInt32(), entry[2].GetInt32())).Order();
            Assert.Equal(expected, Enumerable.Range(0, classes * classes).Select(i => (i / classes, i % classes, counts[i / classes, i % classes])).Where(entry => entry.Item1 != entry.Item2 && entry.Item3 > 0));
        }
    }

    /// <summary>The words by which the file describes the labels that its counts are of, against those counts.</summary>
    internal static void LabelVector(GoldenCase golden)
    {
        var words = golden.Json.GetString()!;
        var name = golden.Id["noise_label_vectors/".Length..];
        int[] labels = CountsInWords().Match(words) is { Success: true } listed
            ? Sorted([.. listed.Groups[1].Value.Split(',').Select(int.Parse)])
            : Round(int.Parse(RoundInWords().Match(words).Groups[1].Value), 50_000);
        var classes = labels.Max() + 1;
        var totals = Enumerable.Range(0, classes).Select(c => (double)labels.Count(label => label == c)).ToList();
        var cases = golden.Root.Optional("noise")?.EnumerateArray().Where(one => Regex.IsMatch(one.Text("id"), $"^(apl_)?{name.ToLowerInvariant()}_")).ToList() ?? [];
        foreach (var one in cases) Assert.Equal(one.Doubles("per_class_total"), totals);
        Assert.True(cases.Count > 0 || golden.Root.Optional("noise") is null, $"no noise is drawn for {name}");
    }

    private static string Convention(string name) => name switch
    {
        _ when name.StartsWith("mnist_sym", StringComparison.Ordinal) => "uniform-excl-sampled",
        _ when name.StartsWith("mnist_pairflip", StringComparison.Ordinal) => "pair",
        _ when name.Contains("mnist_asym", StringComparison.Ordinal) => "asym-mnist-sr",
        _ when name.Contains("cifar100_asym", StringComparison.Ordinal) => "asym-cifar100",
        _ when name.Contains("cifar10_asym", StringComparison.Ordinal) => "asym-cifar10-sequential",
        _ => "uniform-excl-exact",
    };

    private static int[] Sorted(int[] counts) => [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];

    private static int[] Round(int classes, int count) => [.. Enumerable.Range(0, count).Select(i => i % classes)];

    [GeneratedRegex(@"sorted labels .*\[([\d, ]+)\]")]
    private static partial Regex CountsInWords();

    [GeneratedRegex(@"labels\[i\] = i mod (\d+)")]
    private static partial Regex RoundInWords();
}
