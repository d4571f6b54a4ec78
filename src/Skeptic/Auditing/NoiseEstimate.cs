namespace Skeptic.Auditing;

/// <summary>An estimate with the bounds of its bootstrap interval; without a bootstrap the bounds are NaN.</summary>
public readonly record struct Estimate(double Value, double Low, double High);

/// <summary>A pair of classes and what is estimated of it.</summary>
/// <param name="Count">Samples labelled <paramref name="Given"/> that are thought to be <paramref name="Truth"/>.</param>
/// <param name="Transition">P(given | true).</param>
/// <param name="Inverse">P(true | given).</param>
public readonly record struct ClassPair(int Given, int Truth, long Count, Estimate Transition, Estimate Inverse);

/// <summary>
/// The noise of the labels, from the calibrated joint: Northcutt, Jiang and Chuang, JAIR 2021, section 3. Intervals are percentiles of a
/// bootstrap that draws the cells of the confident joint anew and holds the numbers of labels fixed; they know nothing of the
/// model's own error.
/// </summary>
/// <param name="Rate">The share of labels that are wrong.</param>
/// <param name="Prior">[K], the share of samples that are of each class.</param>
/// <param name="ByGiven">[K], the share of the samples labelled so that are wrong.</param>
/// <param name="ByTruth">[K], the share of the samples of the class that are labelled otherwise.</param>
/// <param name="Pairs">Pairs of a given and another true class with a count, the largest first; intervals for the first ten thousand.</param>
public sealed record NoiseEstimate(Estimate Rate, double[] Prior, IReadOnlyList<Estimate> ByGiven, IReadOnlyList<Estimate> ByTruth, IReadOnlyList<ClassPair> Pairs)
{
    /// <summary>[K,K], P(given, true); sums to 1.</summary>
    public static double[,] JointOf(CountMatrix counts)
    {
        var total = Math.Max(1, counts.Total);
        return Each(counts, (given, truth) => (double)counts[given, truth] / total);
    }

    /// <summary>[K,K], P(given | true), given classes by rows: the transition matrix, transposed. A column of a class that no sample is of is 0.</summary>
    public static double[,] TransitionOf(CountMatrix counts)
    {
        var totals = counts.TrueTotals();
        return Each(counts, (given, truth) => Share(counts[given, truth], totals[truth]));
    }

    /// <summary>[K,K], P(true | given), given classes by rows. A row of a class without labels is 0.</summary>
    public static double[,] InverseOf(CountMatrix counts) => Each(counts, (given, truth) => Share(counts[given, truth], counts.GivenTotal(given)));

    /// <summary>Estimates with as many resamples as the audit's options ask for; 0 for no intervals.</summary>
    public static NoiseEstimate Of(LabelAudit audit, CancellationToken cancel = default)
    {
        var (joint, classes, options) = (audit.Joint, audit.Classes, audit.Options);
        var totals = joint.TrueTotals();
        long[] given = [.. Enumerable.Range(0, classes).Select(joint.GivenTotal)];
        var pairs = LargestPairs(joint);
        var drawn = options.Resamples == 0 ? null : JointBootstrap.Of(audit.ConfidentJoint, audit.LabelCounts, pairs, options, cancel);
        return new(
            new(Share(joint.Total - joint.Trace, joint.Total), drawn?.Rate.Low ?? double.NaN, drawn?.Rate.High ?? double.NaN),
            [.. totals.Select(total => Share(total, joint.Total))],
            [.. Enumerable.Range(0, classes).Select(k => With(Share(given[k] - joint[k, k], given[k]), drawn?.ByGiven[k]))],
            [.. Enumerable.Range(0, classes).Select(k => With(Share(totals[k] - joint[k, k], totals[k]), drawn?.ByTruth[k]))],
            [.. pairs.Select((pair, at) => new ClassPair(
                pair.Given,
                pair.Truth,
                joint[pair.Given, pair.Truth],
                With(Share(joint[pair.Given, pair.Truth], totals[pair.Truth]), At(drawn?.Transitions, at)),
                With(Share(joint[pair.Given, pair.Truth], given[pair.Given]), At(drawn?.Inverses, at))))]);
    }

    private static (double Low, double High)? At((double, double)[]? bounds, int at) => bounds is not null && at < bounds.Length ? bounds[at] : null;

    private static Estimate With(double value, (double Low, double High)? bounds) => new(value, bounds?.Low ?? double.NaN, bounds?.High ?? double.NaN);

    private static List<(int Given, int Truth)> LargestPairs(CountMatrix joint)
    {
        List<(int Given, int Truth)> pairs = [];
        for (var given = 0; given < joint.Classes; given++)
            for (var truth = 0; truth < joint.Classes; truth++)
                if (given != truth && joint[given, truth] > 0) pairs.Add((given, truth));
        return [.. pairs.OrderByDescending(pair => joint[pair.Given, pair.Truth])];
    }

    private static double Share(long part, long all) => all == 0 ? 0 : (double)part / all;

    private static double[,] Each(CountMatrix counts, Func<int, int, double> value)
    {
        var matrix = new double[counts.Classes, counts.Classes];
        for (var given = 0; given < counts.Classes; given++)
            for (var truth = 0; truth < counts.Classes; truth++) matrix[given, truth] = value(given, truth);
        return matrix;
    }
}
