using Skeptic.Statistics;

namespace Skeptic.Auditing;

/// <summary>What a sample's neighbours say of it.</summary>
public static class NeighbourSignals
{
    public const string Agreement = "knn_agreement", Typicality = "typicality", InputTypicality = "typicality_input";

    private const double Least = 1e-6;

    /// <summary>In [0,1]: of the neighbours, weighted by the cosine of the angle to them where that is positive, the share that has the label.</summary>
    public static double AgreementOf(OutOfSample seen, int sample, int label)
    {
        var (same, all) = (0.0, 0.0);
        for (var at = sample * seen.NeighboursEach; at < (sample + 1) * seen.NeighboursEach; at++)
        {
            var weight = Math.Max(Least, 1 - seen.Distances[at]);
            all += weight;
            if (seen.Data.Given[seen.Neighbours[at]] == label) same += weight;
        }
        return same / all;
    }

    /// <summary>
    /// [N], see <see cref="BesideClass"/>. Distances are first divided by the median of their fold, since those of different runs have
    /// different scales.
    /// </summary>
    public static double[] TypicalityOf(OutOfSample seen, IReadOnlyList<int> predicted)
    {
        var mean = new double[seen.Data.Count];
        for (var i = 0; i < mean.Length; i++)
            for (var k = 0; k < seen.NeighboursEach; k++) mean[i] += seen.Distances[i * seen.NeighboursEach + k] / seen.NeighboursEach;
        for (var fold = 0; fold < seen.Plan.Folds; fold++)
        {
            var held = seen.Plan.Held(fold);
            var median = Math.Max(Quantiles.Median([.. held.Select(i => mean[i])]), Least);
            foreach (var i in held) mean[i] /= median;
        }
        return BesideClass(mean, predicted);
    }

    /// <summary>
    /// [N], the median distance of the samples predicted to be of the same class over the sample's: about 1 of an ordinary sample, whether its
    /// class is dense or loose, and towards 0 of one that is far from all. Classes of fewer than ten are compared with all samples.
    /// </summary>
    /// <param name="mean">[N], mean distances to the nearest others.</param>
    public static double[] BesideClass(double[] mean, IReadOnlyList<int> predicted)
    {
        const int Few = 10;
        var all = Quantiles.Median([.. mean]);
        var medians = mean.Zip(predicted).GroupBy(pair => pair.Second).ToDictionary(own => own.Key, own => own.Count() < Few ? all : Quantiles.Median([.. own.Select(pair => pair.First)]));
        return [.. mean.Select((own, i) => (medians[predicted[i]] + Least) / (own + Least))];
    }

    /// <summary>
    /// Samples that lie further out, by any of the measures, than 2.2 times the quartiles' distance above the upper quartile of the logarithms
    /// of distances, the furthest first: Hoaglin and Iglewicz, Fine-Tuning Some Resistant Rules for Outlier Labeling, JASA 1987.
    /// </summary>
    /// <param name="typicalities">[N] each.</param>
    public static int[] Outliers(params double[][] typicalities)
    {
        double[] fences = [.. typicalities.Select(Fence)];
        double Lowest(int i) => typicalities.Min(values => values[i]);
        return [.. Enumerable.Range(0, typicalities[0].Length).Where(i => typicalities.Index().Any(one => -Math.Log(one.Item[i]) > fences[one.Index])).OrderBy(Lowest).ThenBy(i => i)];
    }

    private static double Fence(double[] typicality)
    {
        double[] sorted = [.. typicality.Select(value => -Math.Log(value)).Order()];
        var (lower, upper) = (Quantiles.Of(sorted, 0.25), Quantiles.Of(sorted, 0.75));
        // Where most distances are the same, a rounding error is no distance.
        return upper + Math.Max(2.2 * (upper - lower), 0.1);
    }
}
