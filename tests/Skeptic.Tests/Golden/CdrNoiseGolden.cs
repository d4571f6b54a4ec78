using Skeptic.Data;
using Skeptic.Noise;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>Label noise, split and generator of the CDR repository, drawn as NumPy's RandomState does: exact.</summary>
internal static class CdrNoiseGolden
{
    private static readonly Lazy<int[]> s_mnist = new(() => DatasetCatalogue.Load("mnist", RealData.Folders).Train.Labels);

    internal static void MnistLabels(GoldenCase golden)
    {
        Assert.Equal(golden.Json.Integers("counts"), Counts(s_mnist.Value));
        Assert.Equal(golden.Json.Text("sha256_of_uint8_labels"), LabelHash.UInt8(s_mnist.Value));
        var first = golden.Json.Integers("first_20");
        Assert.Equal(first, s_mnist.Value[..first.Length]);
    }

    internal static void ClassConditional(GoldenCase golden)
    {
        var seed = (ulong)golden.Json.Integer("random_state");
        var (type, rate) = (golden.Json.Text("noise_type"), golden.Json.GetProperty("rate").GetRawText());
        var name = type switch
        {
            "symmetric" or "pairflip" => type,
            "asymmetric_mnist" => "asym-mnist",
            _ when type.StartsWith("asymmetric_fashionmnist", StringComparison.Ordinal) => "asym-fashion-mnist",
            _ => throw new InvalidDataException($"no noise is known by the name '{type}'"),
        };
        var noise = NoisyLabels.Draw(NoiseSpec.Parse($"{name}:{rate}"), "mnist", s_mnist.Value, 10, seed, RandomSource.NumpyLegacy);

        Assert.Equal(golden.Json.Text("sha256_of_uint8_noisy_labels"), LabelHash.UInt8(noise.Given));
        var first = golden.Json.Integers("first_40_noisy");
        Assert.Equal(first, noise.Given[..first.Length]);
        Assert.Equal(golden.Json.Integers("count_matrix_rows_true_cols_noisy"), noise.TransitionCounts().Cast<int>());
        Assert.Equal(golden.Json.Integers("class_counts_after"), Counts(noise.Given));
        Near.Equal(golden.Json.Double("overall_flip_rate"), noise.RealisedRate, "flip rate", Tolerance.Formula);
    }

    internal static void Cifar10InPlace(GoldenCase golden)
    {
        // "5,000 labels per class, rate 0.4, np.random.seed(1)".
        int[] labels = [.. Enumerable.Range(0, 50_000).Select(i => i / 5_000)];
        var noise = NoisyLabels.Draw(NoiseSpec.Parse("asym-cifar10-sequential:0.4"), "cifar10", labels, 10, 1, RandomSource.NumpyLegacy);
        Assert.Equal(golden.Json.Integers("count_matrix"), noise.TransitionCounts().Cast<int>());
        Near.Equal(golden.Json.Double("overall"), noise.RealisedRate, "flip rate", Tolerance.Formula);
        // Theirs overwrites the clean labels, ours must not.
        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => i / 5_000), labels);
    }

    internal static void Cifar100Rings(GoldenCase golden)
    {
        // "Top-left 6x6 of P at 0.4", over 200 labels a class.
        var corner = golden.Json.GetProperty("P_top_left_6x6");
        var counts = NoisyLabels.Draw(NoiseSpec.Parse("asymmetric:0.4"), "cifar100", Labels.Cycling(20_000, 100), 100, 1, RandomSource.NumpyLegacy).TransitionCounts();
        for (var from = 0; from < 6; from++)
            for (var to = 0; to < 6; to++)
            {
                var share = corner[from][to].GetDouble();
                Assert.InRange(counts[from, to], share == 0 ? 0 : 200 * share - 35, share == 0 ? 0 : 200 * share + 35);
            }
    }

    internal static void TrainValidationSplit(GoldenCase golden)
    {
        var (train, validation) = (golden.Json.Integer("n_train"), golden.Json.Integer("n_val"));
        var count = train + validation;
        // "seed 1, n 60000", a share of 0.9 to train on.
        var split = Split.Of(count, 0.1, 1, RandomSource.NumpyLegacy);
        Assert.Equal((train, validation), (split.Train.Length, split.Validation.Length));
        Assert.Equal(golden.Json.Integers("train_first_20"), split.Train[..20]);
        Assert.Equal(golden.Json.Integers("val_first_20"), split.Validation[..20]);
        Assert.Equal(golden.Json.Text("sha256_train_int32"), LabelHash.Int32(split.Train));
        Assert.Equal(golden.Json.Text("sha256_val_int32"), LabelHash.Int32(split.Validation));
    }

    internal static void MersenneTwister(GoldenCase golden)
    {
        var integers = new Mt19937(1);
        Assert.Equal(golden.Json.Doubles("uint32"), golden.Json.Doubles("uint32").Select(_ => (double)integers.NextUInt32()));
        var doubles = new Mt19937(1);
        Assert.Equal(golden.Json.Doubles("double"), golden.Json.Doubles("double").Select(_ => doubles.NextDouble()));
    }

    private static IEnumerable<int> Counts(int[] labels) => Enumerable.Range(0, 10).Select(c => labels.Count(label => label == c));
}
