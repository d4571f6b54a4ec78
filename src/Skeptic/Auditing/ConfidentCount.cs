namespace Skeptic.Auditing;

/// <summary>
/// The second pass: the confident joint. A class is possible for a sample whose probability reaches the class's threshold, the mean
/// probability of the class among the samples labelled so (Northcutt, Jiang and Chuang, Confident Learning: Estimating Uncertainty in
/// Dataset Labels, JAIR 2021, equations 1 and 2).
/// </summary>
/// <param name="Raw">As counted, but at least 1 on the diagonal, as cleanlab has it.</param>
/// <param name="OffDiagonal">[N], whether a sample was counted for another class than its own.</param>
internal sealed record ConfidentCount(double[] Thresholds, CountMatrix Raw, bool[] OffDiagonal)
{
    /// <summary>A class without samples has a threshold that no probability reaches.</summary>
    internal const double Unreachable = 2;

    private const double Slack = 1e-6;
    private const double LeastThreshold = 2e-6;

    /// <remarks>
    /// Where several classes are possible, the most probable one counts; this is cleanlab's rule, by which that class itself need not
    /// have reached its threshold. The paper's takes the most probable of the possible ones.
    /// </remarks>
    public static ConfidentCount Of(RowBlocks blocks, RowScan scan, int[] labels)
    {
        var (classes, thresholds) = (blocks.Classes, ThresholdsOf(scan.Self, labels, blocks.Classes));
        double[] reach = [.. thresholds.Select(threshold => threshold - Slack)];
        var (joint, off) = (new CountMatrix(classes), new bool[labels.Length]);
        blocks.Each(
            "counting",
            () => new long[classes * classes],
            (counts, block) =>
            {
                for (var i = 0; i < block.Count; i++)
                {
                    var sample = block.First + i;
                    var predicted = scan.Predicted[sample];
                    if (scan.Largest(sample) >= reach[predicted]) continue;
                    var truth = Possible(block.Row(i), reach, predicted);
                    if (truth < 0) continue;
                    counts[labels[sample] * classes + truth]++;
                    off[sample] = truth != labels[sample];
                }
            },
            joint.Add,
            (first, count) => Undecided(scan, reach, first, count));
        for (var sample = 0; sample < labels.Length; sample++)
        {
            var predicted = scan.Predicted[sample];
            if (scan.Largest(sample) < reach[predicted]) continue;
            joint.Cells[labels[sample] * classes + predicted]++;
            off[sample] = predicted != labels[sample];
        }
        for (var k = 0; k < classes; k++) joint[k, k] = Math.Max(1, joint[k, k]);
        return new(thresholds, joint, off);
    }

    /// <summary>Whether there is a sample whose most probable class is not possible, so that the others must be looked at.</summary>
    private static bool Undecided(RowScan scan, double[] reach, int first, int count)
    {
        for (var sample = first; sample < first + count; sample++)
            if (scan.Largest(sample) < reach[scan.Predicted[sample]]) return true;
        return false;
    }

    private static int Possible(ReadOnlySpan<double> row, double[] reach, int predicted)
    {
        var only = -1;
        for (var k = 0; k < row.Length; k++)
        {
            if (row[k] < reach[k]) continue;
            if (only >= 0) return predicted;
            only = k;
        }
        return only;
    }

    private static double[] ThresholdsOf(double[] self, int[] labels, int classes)
    {
        var (sums, counts) = (new double[classes], new long[classes]);
        for (var i = 0; i < labels.Length; i++)
        {
            sums[labels[i]] += self[i];
            counts[labels[i]]++;
        }
        return [.. sums.Select((sum, k) => counts[k] == 0 ? Unreachable : Math.Max(LeastThreshold, sum / counts[k]))];
    }
}
