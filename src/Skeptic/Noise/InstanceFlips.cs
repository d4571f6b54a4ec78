using System.Runtime.Intrinsics;
using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <summary>What instance-dependent noise drew for every sample.</summary>
/// <param name="Given">The labels, [N].</param>
/// <param name="FlipProbability">q, [N].</param>
/// <param name="Target">The likeliest wrong class, [N].</param>
/// <param name="TargetShare">Its share among the wrong classes, [N].</param>
internal sealed record InstanceDraws(int[] Given, double[] FlipProbability, int[] Target, double[] TargetShare);

/// <summary>
/// The arithmetic of <see cref="InstanceNoise"/>. Sums run in eight lanes of one fixed order and without fused operations, so the labels
/// have the same bits on every machine.
/// </summary>
internal static class InstanceFlips
{
    private const double Deviation = 0.1;
    private const int Lanes = 8;
    private const int Abreast = 4;

    /// <param name="rows">The row of <paramref name="inputs"/> of every sample, [N].</param>
    internal static InstanceDraws Draw(InputArray inputs, int[] rows, int[] clean, int classes, double rate, ulong seed, float scale)
    {
        var features = inputs.SampleShape.Aggregate(1, (product, extent) => product * extent);
        var padded = Round(features, Lanes);
        var flips = FlipProbabilities(clean.Length, rate, RandomStream.Derive(seed, Purposes.Noise, 0));
        var choices = RandomStream.Derive(seed, Purposes.Noise, 1);
        var uniform = Array.ConvertAll(clean, _ => choices.NextDouble());

        var draws = new InstanceDraws(new int[clean.Length], flips, new int[clean.Length], new double[clean.Length]);
        var weights = new float[Round(classes, Abreast) * padded];
        var x = new float[padded];
        var shares = new double[Round(classes, Abreast)];
        // Class by class: the weights of one stay in the cache.
        foreach (var own in Enumerable.Range(0, clean.Length).GroupBy(i => clean[i]))
        {
            var normal = RandomStream.Derive(seed, Purposes.Noise, 2, own.Key);
            for (var j = 0; j < classes; j++)
                foreach (ref var weight in weights.AsSpan(j * padded, features))
                    weight = (float)normal.NextGaussian();
            foreach (var i in own)
            {
                inputs.ReadRow(rows[i], x.AsSpan(0, features));
                Products(x, weights, shares);
                Shares(shares.AsSpan(0, classes), own.Key, scale);
                draws.Given[i] = uniform[i] < flips[i] ? Choose(shares.AsSpan(0, classes), own.Key, uniform[i] / flips[i]) : own.Key;
                (draws.Target[i], draws.TargetShare[i]) = Largest(shares.AsSpan(0, classes));
            }
        }

        return draws;
    }

    /// <summary>One number a sample from the normal distribution around the rate, those outside [0, 1] drawn again.</summary>
    internal static double[] FlipProbabilities(int count, double rate, RandomStream stream)
    {
        var drawn = new double[count];
        for (var i = 0; i < count; i++)
            do drawn[i] = rate + Deviation * stream.NextGaussian();
            while (!(drawn[i] is >= 0 and <= 1));
        return drawn;
    }

    /// <summary>Scores x W of one sample into the softmax over all classes but its own, whose share is 0.</summary>
    internal static void Shares(Span<double> scores, int own, float scale = 1)
    {
        var highest = double.NegativeInfinity;
        for (var j = 0; j < scores.Length; j++)
            if (j != own)
                highest = Math.Max(highest, scores[j] * scale);
        var sum = 0.0;
        for (var j = 0; j < scores.Length; j++)
            sum += scores[j] = j == own ? 0 : PortableMath.Exp(scores[j] * scale - highest);
        foreach (ref var share in scores)
            share /= sum;
    }

    private static int Round(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    private static int Choose(ReadOnlySpan<double> shares, int own, double uniform)
    {
        var last = own;
        for (var j = 0; j < shares.Length; j++)
        {
            if (shares[j] == 0)
                continue;
            last = j;
            if (uniform < shares[j])
                return j;
            uniform -= shares[j];
        }

        return last;
    }

    private static (int Class, double Share) Largest(ReadOnlySpan<double> shares)
    {
        var best = 0;
        for (var j = 1; j < shares.Length; j++)
            if (shares[j] > shares[best])
                best = j;
        return (best, shares[best]);
    }

    /// <summary>x W, four classes abreast; <paramref name="weights"/> is [K, d] and both are padded with zeros.</summary>
    private static void Products(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<double> products)
    {
        for (var j = 0; j < products.Length; j += Abreast)
        {
            var first = weights[(j * x.Length)..];
            var second = weights[((j + 1) * x.Length)..];
            var third = weights[((j + 2) * x.Length)..];
            var fourth = weights[((j + 3) * x.Length)..];
            Vector256<float> a = default, b = default, c = default, d = default;
            for (var k = 0; k < x.Length; k += Lanes)
            {
                var value = Vector256.Create(x[k..]);
                a += value * Vector256.Create(first[k..]);
                b += value * Vector256.Create(second[k..]);
                c += value * Vector256.Create(third[k..]);
                d += value * Vector256.Create(fourth[k..]);
            }

            (products[j], products[j + 1], products[j + 2], products[j + 3]) = (Sum(a), Sum(b), Sum(c), Sum(d));
        }
    }

    private static double Sum(Vector256<float> lanes)
    {
        var sum = 0.0;
        for (var i = 0; i < Lanes; i++)
            sum += lanes[i];
        return sum;
    }
}
