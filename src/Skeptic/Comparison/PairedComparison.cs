using Skeptic.Randomness;
using Skeptic.Statistics;

namespace Skeptic.Comparison;

/// <summary>The accuracies of two sets of classifiers on the same samples.</summary>
/// <param name="Name">The class, or what all samples are called.</param>
/// <param name="Before">Mean accuracy of the first set, in [0,1].</param>
/// <param name="Difference">After - before.</param>
/// <param name="Low">Of the interval around the difference.</param>
/// <param name="Better">Samples on which more of the second set are right, by share.</param>
/// <param name="Worse">Samples on which fewer are.</param>
/// <param name="P">The exact sign test over these samples: McNemar's where each set is one classifier.</param>
public sealed record AccuracyChange(string Name, int Samples, double Before, double After, double Difference, double Low, double High, int Better, int Worse, double P);

/// <summary>
/// What changed between two sets of classifiers: percentile intervals by drawing the test samples anew, the same for both sets (paired bootstrap: Efron
/// and Tibshirani, An Introduction to the Bootstrap, 1993), and the classifiers of a set that has several.
/// </summary>
public sealed record PairedComparison(AccuracyChange Overall, IReadOnlyList<AccuracyChange> Classes)
{
    private const string All = "all";

    /// <param name="before">Whether each classifier is right: [classifiers][N].</param>
    /// <param name="labels">[N], 0 to K-1.</param>
    /// <exception cref="ArgumentException">A list is empty or of another length.</exception>
    public static PairedComparison Of(IReadOnlyList<bool[]> before, IReadOnlyList<bool[]> after, int[] labels, IReadOnlyList<string> classNames, ComparisonOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        options.Check();
        if (before.Count == 0 || after.Count == 0 || labels.Length == 0 || before.Concat(after).Any(right => right.Length != labels.Length))
            throw new ArgumentException("every classifier needs an answer for each of at least one sample");
        var classes = classNames.Count;
        var draws = new double[classes + 1][];
        for (var k = 0; k <= classes; k++) draws[k] = new double[options.Resamples];
        Parallel.For(0, options.Resamples, new ParallelOptions { CancellationToken = cancel }, draw =>
        {
            var random = RandomStream.Derive(options.Seed, Purposes.Bootstrap, draw);
            var (first, second) = (Drawn(before, random), Drawn(after, random));
            var (sums, counts) = (new double[classes + 1], new int[classes + 1]);
            for (var i = 0; i < labels.Length; i++)
            {
                var sample = random.NextInt(labels.Length);
                var difference = Share(second, sample) - Share(first, sample);
                sums[labels[sample]] += difference;
                sums[classes] += difference;
                counts[labels[sample]]++;
                counts[classes]++;
            }

            // A draw without a sample of a class says nothing of it.
            for (var k = 0; k <= classes; k++) draws[k][draw] = counts[k] == 0 ? double.NaN : sums[k] / counts[k];
        });
        return new(Change(All, null, classes), [.. Enumerable.Range(0, classes).Where(labels.Contains).Select(k => Change(classNames[k], k, k))]);

        AccuracyChange Change(string name, int? label, int at)
        {
            int[] samples = [.. Enumerable.Range(0, labels.Length).Where(i => label is null || labels[i] == label)];
            var (old, now) = (samples.Average(i => Share(before, i)), samples.Average(i => Share(after, i)));
            var (better, worse) = (samples.Count(i => Compare(i) > 0), samples.Count(i => Compare(i) < 0));
            double[] known = [.. draws[at].Where(value => !double.IsNaN(value)).Order()];
            var tail = (1 - options.Confidence) / 2;
            return new(name, samples.Length, old, now, now - old, Quantiles.Of(known, tail), Quantiles.Of(known, 1 - tail), better, worse, SignTest.TwoSided(better, worse));
        }

        // In whole numbers, since equal shares must be equal.
        int Compare(int sample) => (after.Count(right => right[sample]) * before.Count).CompareTo(before.Count(right => right[sample]) * after.Count);
    }

    private static IReadOnlyList<bool[]> Drawn(IReadOnlyList<bool[]> all, RandomStream random) => all.Count == 1 ? all : [.. all.Select(_ => all[random.NextInt(all.Count)])];

    private static double Share(IReadOnlyList<bool[]> all, int sample)
    {
        var right = 0;
        foreach (var one in all)
            if (one[sample]) right++;
        return (double)right / all.Count;
    }
}
