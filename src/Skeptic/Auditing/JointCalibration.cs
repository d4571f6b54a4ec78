namespace Skeptic.Auditing;

/// <summary>
/// From confident counts to counts of all samples, rounded to whole numbers, in cleanlab's order of operations, so that its halves
/// round to the same side.
/// </summary>
internal static class JointCalibration
{
    private const double Tiny = 1e-100;

    /// <summary>Every row scaled to the number of samples with its label (JAIR 2021, equation 3), rounded; row sums are exact.</summary>
    public static CountMatrix Calibrate(CountMatrix raw, long[] labelCounts)
    {
        var classes = raw.Classes;
        var scaled = new double[classes * classes];
        for (var given = 0; given < classes; given++)
        {
            var sum = Math.Max(Tiny, raw.GivenTotal(given));
            for (var truth = 0; truth < classes; truth++) scaled[truth * classes + given] = raw[given, truth] / sum * labelCounts[given];
        }
        var (all, samples) = (Math.Max(Tiny, PairwiseSum(scaled)), labelCounts.Sum());
        var (joint, row) = (new CountMatrix(classes), new double[classes]);
        for (var given = 0; given < classes; given++)
        {
            for (var truth = 0; truth < classes; truth++) row[truth] = scaled[truth * classes + given] / all * samples;
            RoundKeepingSum(row).CopyTo(joint.Cells, given * classes);
        }
        return joint;
    }

    /// <summary>
    /// How many of the samples with a label to prune for each true class [K]; at the label itself, how many to keep. A class keeps at
    /// least <paramref name="minimum"/>, which the other counts give up in equal parts.
    /// </summary>
    public static long[] PruneCounts(CountMatrix joint, int given, int minimum, double fraction)
    {
        var counts = joint.OfGiven(given);
        var kept = Math.Max(counts[given], minimum);
        var others = -1.0;
        foreach (var count in counts)
            if (count != 0) others++;
        var less = (kept - counts[given]) / Math.Max(1, others);
        var (prune, spared) = (new long[counts.Length], new double[counts.Length]);
        for (var truth = 0; truth < counts.Length; truth++)
        {
            if (truth == given) continue;
            var count = Math.Max(0, counts[truth] - less);
            spared[truth] = count - count * fraction;
            prune[truth] = (long)(count * fraction);
        }
        prune[given] = (long)(kept + PairwiseSum(spared));
        return prune;
    }

    /// <summary>
    /// Numbers rounded, halves to even; while their sum differs from the rounded sum, those with the largest rounding error in that
    /// direction change by one.
    /// </summary>
    public static long[] RoundKeepingSum(double[] numbers)
    {
        double[] rounded = [.. numbers.Select(number => Math.Round(number))];
        var wanted = Math.Round(PairwiseSum(numbers));
        for (var missing = wanted - rounded.Sum(); Math.Abs(missing) > 1e-6; missing = wanted - rounded.Sum())
        {
            double[] errors = [.. numbers.Zip(rounded, (number, whole) => number - whole)];
            int[] order = [.. Enumerable.Range(0, numbers.Length)];
            order = [.. order.OrderBy(i => errors[i])];
            if (missing > 0) Array.Reverse(order);
            foreach (var i in order.Take((int)Math.Min(Math.Abs(missing), numbers.Length))) rounded[i] += Math.Sign(missing);
        }
        return [.. rounded.Select(number => (long)number)];
    }

    /// <summary>A sum in the order NumPy adds: halves of long stretches, eight running sums within 128.</summary>
    public static double PairwiseSum(ReadOnlySpan<double> numbers)
    {
        var n = numbers.Length;
        double sum = 0;
        if (n < 8)
        {
            foreach (var number in numbers) sum += number;
            return sum;
        }
        if (n > 128)
        {
            var half = n / 2 - n / 2 % 8;
            return PairwiseSum(numbers[..half]) + PairwiseSum(numbers[half..]);
        }
        Span<double> r = stackalloc double[8];
        numbers[..8].CopyTo(r);
        var at = 8;
        for (; at + 8 <= n; at += 8)
            for (var lane = 0; lane < 8; lane++) r[lane] += numbers[at + lane];
        sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
        for (; at < n; at++) sum += numbers[at];
        return sum;
    }
}
