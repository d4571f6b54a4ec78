namespace Skeptic.Auditing;

/// <summary>The three label scores of one row for any label: of a planted label they are computed anew from the same row.</summary>
/// <seealso cref="LabelScoreKind"/>
internal readonly record struct RowScores(double SelfConfidence, double NormalizedMargin, double ConfidenceWeightedEntropy)
{
    public static RowScores Of(ReadOnlySpan<float> row, int label)
    {
        var (other, entropy) = (double.NegativeInfinity, 0.0);
        for (var k = 0; k < row.Length; k++)
        {
            if (k != label) other = Math.Max(other, row[k]);
            if (row[k] > 0) entropy -= row[k] * Math.Log(row[k]);
        }
        return new(row[label], LabelScores.Margin(row[label], other), LabelScores.WeightedEntropy(entropy / Math.Log(row.Length), row[label]));
    }
}
