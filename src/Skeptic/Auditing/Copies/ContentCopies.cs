using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Skeptic.Data;
using Skeptic.Statistics;

namespace Skeptic.Auditing;

/// <summary>Two samples of the same or nearly the same content.</summary>
/// <param name="Distance">0 of equal content.</param>
public readonly record struct CopyPair(int First, int Second, double Distance);

/// <summary>Equal and nearly equal samples. Labels, networks and splits take no part in it.</summary>
/// <param name="Distances">[N], the mean of those to the nearest samples of other content, by what near copies are compared by.</param>
public sealed record ContentCopies(IReadOnlyList<CopyPair> Pairs, double Threshold, double[] Distances)
{
    private const int PerSample = 5;
    private const double Near = 0.13, Whole = 0.35;

    /// <summary>[N]; samples with the same pixels or features have the same number.</summary>
    public static int[] Numbers(InputArray inputs)
    {
        var seen = new Dictionary<(ulong, ulong), int>();
        var row = new float[inputs.SampleShape.Aggregate(1, (product, extent) => product * extent)];
        var numbers = new int[inputs.Count];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < numbers.Length; i++)
        {
            inputs.ReadRow(i, row);
            SHA256.HashData(MemoryMarshal.AsBytes(row.AsSpan()), hash);
            var key = (BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
            if (!seen.TryGetValue(key, out var number)) seen[key] = number = seen.Count;
            numbers[i] = number;
        }
        return numbers;
    }

    /// <summary>
    /// Copies by <paramref name="numbers"/>, each with the first of its kind, then pairs of different content whose descriptors are nearer
    /// than 0.13 of the median distance to a nearest sample. Pictures must be near at their full size too.
    /// </summary>
    public static ContentCopies Of(InputArray inputs, int[] numbers, int threads, CancellationToken cancel = default)
    {
        List<CopyPair> pairs = [];
        var first = new Dictionary<int, int>();
        for (var i = 0; i < numbers.Length; i++)
            if (!first.TryAdd(numbers[i], i)) pairs.Add(new(first[numbers[i]], i, 0));
        int[] different = [.. first.Values.Order()];
        if (different.Length < 3) return new(pairs, 0, [.. numbers.Select(_ => 0.0)]);
        var descriptors = Descriptor.Of(inputs, different);
        var near = NearestNeighbours.Find(descriptors.Rows, different.Length, descriptors.Width, Math.Min(PerSample, different.Length - 1), new(threads, cancel));
        var threshold = Near * Quantiles.Median([.. Enumerable.Range(0, different.Length).Select(i => Math.Sqrt(near.Squared[i * near.PerPoint]))]);
        for (var i = 0; i < different.Length; i++)
        {
            for (var at = i * near.PerPoint; at < (i + 1) * near.PerPoint; at++)
            {
                var (other, distance) = (near.Neighbours[at], Math.Sqrt(near.Squared[at]));
                if (distance > threshold) break;
                var isSeen = other < i && Enumerable.Range(other * near.PerPoint, near.PerPoint).Any(back => near.Neighbours[back] == i);
                if (!isSeen && (inputs is FeatureArray || Descriptor.Distance(inputs, different[i], different[other]) <= Whole))
                    pairs.Add(new(Math.Min(different[i], different[other]), Math.Max(different[i], different[other]), distance));
            }
        }
        return new([.. pairs.OrderBy(pair => pair.Distance).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)], threshold, MeanDistances(near, numbers, different));
    }

    private static double[] MeanDistances(NearestNeighbours near, int[] numbers, int[] different)
    {
        var mean = new double[different.Length];
        for (var i = 0; i < mean.Length; i++)
            for (var at = i * near.PerPoint; at < (i + 1) * near.PerPoint; at++) mean[i] += Math.Sqrt(near.Squared[at]) / near.PerPoint;
        var of = different.Index().ToDictionary(pair => numbers[pair.Item], pair => mean[pair.Index]);
        return [.. numbers.Select(number => of[number])];
    }
}
