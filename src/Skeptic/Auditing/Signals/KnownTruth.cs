using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>How well a signal finds labels that are known to be wrong.</summary>
/// <param name="PrecisionAtThousand">Of the 1000 most suspicious, or of all where there are fewer, the share that is wrong.</param>
/// <param name="PrecisionAtErrors">The same of as many as there are wrong labels.</param>
public sealed record SignalQuality(string Name, double Auroc, double AveragePrecision, double PrecisionAtThousand, double PrecisionAtErrors);

/// <summary>Signals against the truth, where it is known; it takes no part in them.</summary>
public static class KnownTruth
{
    private const int Many = 1000;

    /// <summary>Empty where no label is known to be wrong, or none to be right.</summary>
    public static IReadOnlyList<SignalQuality> Of(AuditData data, SignalTable table)
    {
        if (data.Truth is not { } truth) return [];
        int[] known = [.. Enumerable.Range(0, data.Count).Where(i => truth[i] >= 0)];
        bool[] wrong = [.. known.Select(i => truth[i] != data.Given[i])];
        if (!wrong.Contains(true) || !wrong.Contains(false)) return [];
        return [.. table.Signals.Select(one => one.Signal).Append(new(SignalTable.Combined, table.CombinedRank)).Append(new(NeighbourSignals.Typicality, table.Typicality)).Select(signal =>
        {
            double[] suspicion = [.. known.Select(i => -signal.Values[i])];
            var quality = LabelErrorMetrics.Of(signal.Name, suspicion, wrong);
            return new SignalQuality(signal.Name, quality.Auroc, quality.AveragePrecision, Precision(suspicion, wrong, Many), quality.PrecisionAtErrors);
        })];
    }

    /// <summary>Of samples of equal suspicion across the cut, the part that is expected before it.</summary>
    internal static double Precision(double[] suspicion, bool[] wrong, int most)
    {
        var cut = Math.Min(most, suspicion.Length);
        var left = (double)cut;
        var found = 0.0;
        foreach (var group in suspicion.Zip(wrong).GroupBy(pair => double.IsNaN(pair.First) ? double.NegativeInfinity : pair.First).OrderByDescending(group => group.Key))
        {
            var (size, errors) = (group.Count(), group.Count(pair => pair.Second));
            found += size <= left ? errors : errors * left / size;
            left -= Math.Min(left, size);
            if (left == 0) break;
        }
        return found / cut;
    }
}
