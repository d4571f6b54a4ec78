using System.Text.Json;
using Skeptic.Randomness;
using Skeptic.Statistics;

namespace Skeptic.Tests;

/// <summary>The mixture of two normals against scikit-learn's, on losses that its file says how to draw.</summary>
internal static class MixtureGolden
{
    internal static void TwoThousand(GoldenCase golden)
    {
        var json = golden.Json;
        var generator = new Mt19937(11);
        var normals = new LegacyNormals(generator);
        double[] raw = [.. Draws(1200, () => Gamma(generator, normals, 0.6) * 0.5), .. Draws(800, () => Gamma(generator, normals, 6) * 0.45)];
        Near.Equal(json.Doubles("raw_first_5"), raw[..5], "first losses");
        Near.Equal(json.Doubles("raw_last_5"), raw[^5..], "last losses");
        Near.Equal(json.Double("raw_sum"), raw.Sum(), "sum of losses", new Tolerance(1e-9, 1e-6));

        var losses = Normalised(raw);
        var mixture = GaussianMixture.Fit(losses);
        Assert.Equal(json.GetProperty("n_iter").GetInt32(), mixture.Iterations);
        Assert.Equal(json.GetProperty("converged").GetBoolean(), mixture.Converged);
        // Its 2-means starts at random; the file says how far apart its own seeds come.
        var spread = new Tolerance(0, json.Double("max_posterior_difference_over_5_global_seeds"));
        Near.Equal(json.Double("lower_bound"), mixture.LowerBound, "lower bound", new Tolerance(1e-3, 0));
        Component(json.GetProperty("clean_component"), mixture.Low);
        Component(json.GetProperty("noisy_component"), mixture.High);
        foreach (var entry in json.GetProperty("posterior_at_indices").EnumerateObject())
            Near.Equal(entry.Value.GetDouble(), mixture.PosteriorOfLow(losses[int.Parse(entry.Name)]), $"posterior of {entry.Name}", spread);
        Assert.InRange(losses.Count(loss => mixture.PosteriorOfLow(loss) > 0.5), json.GetProperty("n_clean_0.5").GetInt32() - 3, json.GetProperty("n_clean_0.5").GetInt32() + 3);
    }

    internal static void NotMonotone(GoldenCase golden)
    {
        // The mixture of the description: the file gives posteriors, the components stand in its text.
        NormalComponent low = new(0.6, 0.08, 0.004), high = new(0.4, 0.35, 0.03);
        double[] posterior = [.. golden.Json.Doubles("x").Select(x => 1 / (1 + Math.Exp(high.LogJoint(x) - low.LogJoint(x))))];
        Near.Equal(golden.Json.Doubles("posterior"), posterior, "posterior", new Tolerance(1e-9, 1e-15));
        Assert.True(posterior[0] < posterior[1]);
    }

    private static void Component(JsonElement expected, NormalComponent found)
    {
        var loose = new Tolerance(5e-3, 1e-5);
        Near.Equal(expected.Double("weight"), found.Weight, "weight", loose);
        Near.Equal(expected.Double("mean"), found.Mean, "mean", loose);
        Near.Equal(expected.Double("variance"), found.Variance, "variance", loose);
    }

    /// <summary>Min-max in float32, as the losses of a network are.</summary>
    private static double[] Normalised(double[] raw)
    {
        float[] values = [.. raw.Select(value => (float)value)];
        var (smallest, largest) = (values.Min(), values.Max());
        return [.. values.Select(value => (double)((value - smallest) / (largest - smallest)))];
    }

    private static IEnumerable<double> Draws(int count, Func<double> draw) => Enumerable.Range(0, count).Select(_ => Math.Round(draw(), 5, MidpointRounding.ToEven));

    /// <summary>NumPy's legacy gamma: Marsaglia and Tsang above shape 1, Johnk's rejection below.</summary>
    private static double Gamma(Mt19937 generator, LegacyNormals normals, double shape)
    {
        while (shape < 1)
        {
            var u = generator.NextDouble();
            var v = -Math.Log(1 - generator.NextDouble());
            if (u <= 1 - shape)
            {
                var x = Math.Pow(u, 1 / shape);
                if (x <= v) return x;
            }
            else
            {
                var y = -Math.Log((1 - u) / shape);
                var x = Math.Pow(1 - shape + shape * y, 1 / shape);
                if (x <= v + y) return x;
            }
        }
        var b = shape - 1 / 3.0;
        var c = 1 / Math.Sqrt(9 * b);
        while (true)
        {
            double x, v;
            do
            {
                x = normals.Next();
                v = 1 + c * x;
            }
            while (v <= 0);
            v = v * v * v;
            var u = generator.NextDouble();
            if (u < 1 - 0.0331 * x * x * x * x || Math.Log(u) < 0.5 * x * x + b * (1 - v + Math.Log(v))) return b * v;
        }
    }

    /// <summary>NumPy's legacy normals: the polar method, two at a time.</summary>
    private sealed class LegacyNormals(Mt19937 generator)
    {
        private double? _kept;

        internal double Next()
        {
            if (_kept is { } kept)
            {
                _kept = null;
                return kept;
            }
            while (true)
            {
                var (a, b) = (2 * generator.NextDouble() - 1, 2 * generator.NextDouble() - 1);
                var square = a * a + b * b;
                if (square is >= 1 or 0) continue;
                var factor = Math.Sqrt(-2 * Math.Log(square) / square);
                _kept = factor * a;
                return factor * b;
            }
        }
    }
}
