using Skeptic.Randomness;

namespace Skeptic.Auditing;

/// <summary>
/// Percentile intervals by drawing the cells of the confident joint anew from a multinomial distribution. Time and memory grow with the
/// cells that are not 0 and with the classes, not with the samples.
/// </summary>
internal sealed class JointBootstrap
{
    private const int MostPairs = 10_000;

    public required (double Low, double High) Rate { get; init; }

    public required (double Low, double High)[] ByGiven { get; init; }

    public required (double Low, double High)[] ByTruth { get; init; }

    public required (double Low, double High)[] Transitions { get; init; }

    public required (double Low, double High)[] Inverses { get; init; }

    public static JointBootstrap Of(CountMatrix confident, IReadOnlyList<long> labelCounts, IReadOnlyList<(int Given, int Truth)> pairs, AuditOptions options, CancellationToken cancel)
    {
        var (classes, draws) = (confident.Classes, options.Resamples);
        int[] cells = [.. Enumerable.Range(0, classes * classes).Where(at => confident.Cells[at] > 0)];
        var asked = Math.Min(MostPairs, pairs.Count);
        var place = cells.Index().ToDictionary(cell => cell.Item, cell => cell.Index);
        // -1 for a pair that only rounding has given a count.
        int[] wanted = [.. pairs.Take(asked).Select(pair => place.GetValueOrDefault(pair.Given * classes + pair.Truth, -1))];
        var rate = new float[draws];
        var (given, truth) = (Table(classes), Table(classes));
        var (transitions, inverses) = (Table(asked), Table(asked));
        Parallel.For(0, draws, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel }, draw =>
        {
            var joint = Draw(confident, cells, labelCounts, RandomStream.Derive(options.Seed, Purposes.Bootstrap, draw));
            var (rows, columns, diagonal) = (new double[classes], new double[classes], new double[classes]);
            for (var i = 0; i < cells.Length; i++)
            {
                var (row, column) = Math.DivRem(cells[i], classes);
                rows[row] += joint[i];
                columns[column] += joint[i];
                if (row == column) diagonal[row] = joint[i];
            }
            rate[draw] = (float)(1 - diagonal.Sum() / rows.Sum());
            for (var k = 0; k < classes; k++)
            {
                given[k][draw] = (float)Rest(diagonal[k], rows[k]);
                truth[k][draw] = (float)Rest(diagonal[k], columns[k]);
            }
            for (var i = 0; i < asked; i++)
            {
                if (wanted[i] < 0) continue;
                var count = joint[wanted[i]];
                transitions[i][draw] = (float)(count / Math.Max(1e-300, columns[pairs[i].Truth]));
                inverses[i][draw] = (float)(count / Math.Max(1e-300, rows[pairs[i].Given]));
            }
        });
        return new()
        {
            Rate = Percentiles(rate, options.Confidence),
            ByGiven = Bounds(given),
            ByTruth = Bounds(truth),
            Transitions = Bounds(transitions),
            Inverses = Bounds(inverses),
        };

        float[][] Table(int length) => [.. Enumerable.Range(0, length).Select(_ => new float[draws])];

        (double Low, double High)[] Bounds(float[][] table) => [.. table.AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(options.Threads, 512)).Select(row => Percentiles(row, options.Confidence))];
    }

    /// <summary>A draw of the cells that are not 0, each row scaled to its number of labels; not rounded.</summary>
    private static double[] Draw(CountMatrix confident, int[] cells, IReadOnlyList<long> labelCounts, RandomStream random)
    {
        var (classes, left) = (confident.Classes, confident.Total);
        var (joint, sums, counts) = (new double[cells.Length], new double[classes], left);
        for (var i = 0; i < cells.Length; i++)
        {
            var expected = confident.Cells[cells[i]];
            var drawn = i == cells.Length - 1 ? left : random.NextBinomial(left, (double)expected / counts);
            (left, counts) = (left - drawn, counts - expected);
            var (row, column) = Math.DivRem(cells[i], classes);
            joint[i] = row == column ? Math.Max(1, drawn) : drawn;
            sums[row] += joint[i];
        }
        for (var i = 0; i < cells.Length; i++) joint[i] *= labelCounts[cells[i] / classes] / sums[cells[i] / classes];
        return joint;
    }

    private static double Rest(double diagonal, double sum) => sum > 0 ? Math.Max(0, 1 - diagonal / sum) : 0;

    /// <summary>The quantiles between which the middle share of the numbers lies, interpolated.</summary>
    private static (double Low, double High) Percentiles(float[] numbers, double confidence)
    {
        Array.Sort(numbers);
        return (Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2));

        double Quantile(double q)
        {
            var at = q * (numbers.Length - 1);
            var below = (int)at;
            return numbers[below] + (at - below) * (numbers[Math.Min(below + 1, numbers.Length - 1)] - numbers[below]);
        }
    }
}
