namespace Skeptic.Auditing;

/// <summary>cleanlab's label quality scores, [N] each, from 0 to 1; see <see cref="LabelScoreKind"/>.</summary>
internal static class LabelScores
{
    private const double Least = 1e-6;

    public static double[] NormalizedMargin(RowScan scan) => Each(scan, i => Margin(scan.Self[i], scan.Other[i]));

    public static double[] ConfidenceWeightedEntropy(RowScan scan) => Each(scan, i => WeightedEntropy(scan.Entropy[i], scan.Self[i]));

    /// <param name="self">The probability of the given label.</param>
    /// <param name="other">The largest of the others.</param>
    public static double Margin(double self, double other) => (self - other + 1) / 2;

    /// <param name="entropy">Of the row, as a share of the largest that a row of its length can have.</param>
    /// <param name="self">The probability of the given label.</param>
    public static double WeightedEntropy(double entropy, double self)
    {
        var weighted = entropy / Math.Max(Least, self);
        return Math.Log(weighted + 1) / Math.Max(Least, weighted);
    }

    /// <summary>
    /// Self-confidence or margin of (p - t + max t), divided by its sum: Northcutt, Jiang and Chuang, JAIR 2021, the adjustment for
    /// imbalanced classes.
    /// </summary>
    /// <param name="thresholds">[K], t.</param>
    public static double[] Adjusted(RowBlocks blocks, int[] labels, double[] thresholds, LabelScoreKind kind)
    {
        var scores = new double[blocks.Count];
        var top = thresholds.Max();
        blocks.Each("scoring", block =>
        {
            for (var i = 0; i < block.Count; i++)
            {
                var row = block.Row(i);
                var given = labels[block.First + i];
                var (sum, other) = (0.0, double.NegativeInfinity);
                for (var k = 0; k < row.Length; k++)
                {
                    var adjusted = row[k] - thresholds[k] + top;
                    sum += adjusted;
                    if (k != given) other = Math.Max(other, adjusted);
                }
                var self = (row[given] - thresholds[given] + top) / sum;
                scores[block.First + i] = kind == LabelScoreKind.SelfConfidence ? self : Margin(self, other / sum);
            }
        });
        return scores;
    }

    private static double[] Each(RowScan scan, Func<int, double> score)
    {
        var scores = new double[scan.Self.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = score(i);
        return scores;
    }
}
