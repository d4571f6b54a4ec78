namespace Skeptic.Auditing;

/// <summary>The three label scores of one row for any label: of a planted label they are computed anew from the same row.</summary>
/// <seealso cref="LabelScoreKind"/>
internal readonly record struct RowScores(double SelfConfidence, double NormalizedMargin, double ConfidenceWeightedEntropy)
{
    private const double Least = 1e-6;

    public static RowScores Of(ReadOnlySpan<float> row, int label)
    {
        var (other, entropy) = (double.NegativeInfinity, 0.0);
        for (var k = 0; k < row.Length; k++)
        {
            if (k != label) other = Math.Max(other, row[k]);
            if (row[k] > 0) entropy -= row[k] * Math.Log(row[k]);
        }
        var weighted = Math.Max(Least, entropy / Math.Log(row.Length) / Math.Max(Least, row[label]));
        return new(row[label], (row[label] - other + 1) / 2, Math.Log(1 + weighted) / weighted);
    }
}
