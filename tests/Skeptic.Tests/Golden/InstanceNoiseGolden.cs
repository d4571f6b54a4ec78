using Skeptic.Data;
using Skeptic.Noise;

namespace Skeptic.Tests;

/// <summary>Instance-dependent noise of the CDR repository: its arithmetic exactly, its draws by their distribution.</summary>
internal static class InstanceNoiseGolden
{
    private const int Count = 10_000;

    private static readonly Lazy<Dataset> s_mnist = new(() => DatasetCatalogue.Load("mnist", RealData.Folders));

    internal static void Row(GoldenCase golden)
    {
        var weights = golden.Parent.GetProperty("W")[golden.Json.Integer("y")];
        var x = golden.Json.Doubles("x");
        var (own, q) = (golden.Json.Integer("y"), golden.Json.Double("q"));
        double[] scores = [.. Enumerable.Range(0, 3).Select(j => x.Select((value, f) => value * weights[f][j].GetDouble()).Sum())];
        Near.Equal(golden.Json.Doubles("scores_xW[y]"), scores, "scores", new Tolerance(0, 2e-6));
        InstanceFlips.Shares(scores, own);
        Near.Equal(golden.Json.Doubles("p"), [.. scores.Select((share, j) => j == own ? 1 - q : q * share)], "probabilities", new Tolerance(0, 1e-6));
    }

    internal static void Drawn(GoldenCase golden)
    {
        var rate = golden.Json.Double("rate");
        var clean = s_mnist.Value.Train.Labels[..Count];
        var (inputs, scale) = golden.Json.Text("pixel_scale") switch
        {
            "x/1, mean 0 std 1" => (s_mnist.Value.Train.Inputs, 1f),
            "x/255, mean 0 std 1" => (s_mnist.Value.Train.Inputs, 1f / 255),
            "x/255, mean 0.1307 std 0.3081" => (Normalised(), 1f),
            var other => throw new InvalidDataException($"no scale is known by '{other}'"),
        };
        var draws = InstanceFlips.Draw(inputs, [.. Enumerable.Range(0, Count)], clean, 10, rate, seed: 1, scale);

        // Two draws of 10,000 at a deviation of 0.005 each; quantiles of q as the sheet asks, and wider at the ends.
        Close(golden, "overall_flip_rate", Share(i => draws.Given[i] != clean[i]), 0.025);
        Close(golden, "mean_of_per_sample_flip_probability", draws.FlipProbability.Average(), 0.005);
        double[] sorted = [.. draws.FlipProbability.Order()];
        foreach (var quantile in golden.Json.GetProperty("flip_probability_quantiles").EnumerateObject())
        {
            var at = double.Parse(quantile.Name, System.Globalization.CultureInfo.InvariantCulture);
            if (at is > 0 and < 1) Assert.Equal(quantile.Value.GetDouble(), sorted[(int)(at * Count)], at is < 0.05 or > 0.95 ? 0.02 : 0.01);
        }
        // How concentrated the wrong labels are depends on the scale of the inputs and, a little, on W.
        var raw = golden.Json.Double("mean_top_conditional_target_probability") > 0.99;
        Close(golden, "mean_top_conditional_target_probability", draws.TargetShare.Average(), raw ? 0.002 : 0.04);
        Close(golden, "share_of_images_with_top_conditional_target_prob_above_0.999", Share(i => draws.TargetShare[i] > 0.999), raw ? 0.02 : 0.15);
        int[] flipped = [.. Enumerable.Range(0, Count).Where(i => draws.Given[i] != clean[i])];
        Close(golden, "share_of_flips_that_go_to_the_top_target", flipped.Count(i => draws.Given[i] == draws.Target[i]) / (double)flipped.Length, raw ? 0.005 : 0.05);

        int[] majority = [.. Enumerable.Range(0, 10).Select(c => Enumerable.Range(0, Count).Where(i => clean[i] == c).CountBy(i => draws.Given[i]).MaxBy(pair => pair.Value).Key)];
        // At 0.7 which classes lose their majority depends on W.
        if (rate < 0.5) Assert.Equal(golden.Json.Integers("majority_label_per_true_class"), majority);
        else Assert.NotEqual(Enumerable.Range(0, 10), majority);
    }

    private static double Share(Func<int, bool> which) => Enumerable.Range(0, Count).Count(which) / (double)Count;

    private static void Close(GoldenCase golden, string name, double ours, double tolerance) => Assert.Equal(golden.Json.Double(name), ours, tolerance);

    private static FeatureArray Normalised()
    {
        var images = (ImageArray)s_mnist.Value.Train.Inputs;
        return new([.. images.Pixels[..(Count * 784)].Select(pixel => (pixel / 255f - 0.1307f) / 0.3081f)], Count, 784);
    }
}
