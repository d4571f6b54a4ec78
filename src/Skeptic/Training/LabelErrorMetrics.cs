namespace Skeptic.Training;

/// <summary>How well a ranking finds wrong labels that are known.</summary>
public static class LabelErrorMetrics
{
    /// <param name="suspicion">Larger is more suspicious; ties count half in the AUROC.</param>
    /// <param name="wrong">Whether each label is wrong; both kinds must occur.</param>
    /// <exception cref="ArgumentException">The lengths differ, or all labels are right, or all are wrong.</exception>
    public static ScoreQuality Of(string score, ReadOnlySpan<double> suspicion, ReadOnlySpan<bool> wrong)
    {
        if (suspicion.Length != wrong.Length) throw new ArgumentException($"{suspicion.Length} scores for {wrong.Length} labels", nameof(wrong));
        var order = new int[suspicion.Length];
        var keys = new double[suspicion.Length];
        for (var i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, double.IsNaN(suspicion[i]) ? double.PositiveInfinity : -suspicion[i]);
        Array.Sort(keys, order);
        var errors = 0;
        foreach (var w in wrong) errors += w ? 1 : 0;
        if (errors == 0 || errors == order.Length) throw new ArgumentException("a ranking is judged by right and wrong labels, and only one kind occurs", nameof(wrong));

        double pairs = 0, precisionSum = 0, amongErrors = 0, amongHundred = 0;
        var hundred = Math.Min(100, order.Length);
        var found = 0;
        for (var i = 0; i < order.Length;)
        {
            var end = i;
            var inGroup = 0;
            while (end < order.Length && keys[end] == keys[i]) inGroup += wrong[order[end++]] ? 1 : 0;
            var size = end - i;
            // Within a group of ties precision and recall move along a straight line; its end stands for all of it.
            precisionSum += inGroup * ((double)(found + inGroup) / end);
            pairs += (size - inGroup) * (found + inGroup / 2.0);
            amongErrors += Within(errors);
            amongHundred += Within(hundred);
            found += inGroup;
            i = end;

            // Of a group of ties that the cut runs through, the part that is expected before it.
            double Within(int cut) => i >= cut ? 0 : end <= cut ? inGroup : (double)inGroup * (cut - i) / size;
        }
        return new ScoreQuality(score, pairs / ((double)errors * (order.Length - errors)), precisionSum / errors, amongErrors / errors, amongHundred / hundred);
    }
}
