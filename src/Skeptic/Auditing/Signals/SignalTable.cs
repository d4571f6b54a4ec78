using Skeptic.Statistics;

namespace Skeptic.Auditing;

/// <summary>A signal, how well it finds planted labels, and what it weighs in the combined rank.</summary>
/// <param name="Merit">The probability that it ranks a planted label below another one; NaN where none was planted.</param>
/// <param name="Weight">Of all weights together; 0 of a signal that takes no part.</param>
public sealed record WeighedSignal(AuditSignal Signal, double Merit, double Weight);

/// <summary>
/// All signals of an audit and their combination: the mean of ranks, weighted by how much better than chance each signal is at
/// finding labels that were made wrong on purpose. No true label takes part in it.
/// </summary>
public sealed class SignalTable
{
    public const string Combined = "combined";

    private SignalTable(IReadOnlyList<WeighedSignal> signals, double[] combined, double[] typicality, double[] inputTypicality)
        => (Signals, CombinedRank, Typicality, InputTypicality) = (signals, combined, typicality, inputTypicality);

    /// <summary>Those that say something of labels.</summary>
    public IReadOnlyList<WeighedSignal> Signals { get; }

    /// <summary>[N], in (0,1]; low is suspicious.</summary>
    public double[] CombinedRank { get; }

    /// <summary>[N]; says something of the sample, not of its label, and takes no part.</summary>
    public double[] Typicality { get; }

    /// <summary>[N]; the same by the samples themselves.</summary>
    public double[] InputTypicality { get; }

    public static SignalTable Of(OutOfSample seen, LabelAudit audit, ContentCopies copies)
    {
        RowScores Scores(int i, int label) => RowScores.Of(seen.Probabilities.AsSpan(i * seen.Data.Classes, seen.Data.Classes), label);
        List<WeighedSignal> signals =
        [
            OfRows("self_confidence", audit.SelfConfidence, (i, label) => Scores(i, label).SelfConfidence),
            OfRows("normalized_margin", audit.NormalizedMargin, (i, label) => Scores(i, label).NormalizedMargin),
            OfRows("confidence_weighted_entropy", audit.ConfidenceWeightedEntropy, (i, label) => Scores(i, label).ConfidenceWeightedEntropy),
            OfRows(NeighbourSignals.Agreement, [.. seen.Data.Given.Select((label, i) => NeighbourSignals.AgreementOf(seen, i, label))], (i, label) => NeighbourSignals.AgreementOf(seen, i, label)),
            .. seen.TrainingNames.Select(name => new WeighedSignal(new(name, seen.MeanOf(name)), PlantedMerit.Of(seen.Plan, fold => seen.OfRun(fold, name)), 0)),
        ];
        var weights = Weights(signals);
        signals = [.. signals.Select((signal, s) => signal with { Weight = weights[s] })];
        return new(signals, Combine(signals), NeighbourSignals.TypicalityOf(seen, audit.Suggested), NeighbourSignals.BesideClass(copies.Distances, audit.Suggested));

        WeighedSignal OfRows(string name, double[] values, Func<int, int, double> planted) => new(new(name, values), PlantedMerit.Of(seen.Plan, values, planted), 0);
    }

    /// <summary>max(0, merit - 1/2), made to sum to 1; equal weights where nothing was planted or nothing has merit.</summary>
    internal static double[] Weights(IReadOnlyList<WeighedSignal> signals)
    {
        double[] over = [.. signals.Select(signal => Math.Max(0, double.IsNaN(signal.Merit) ? 0 : signal.Merit - 0.5))];
        var sum = over.Sum();
        return sum > 0 ? [.. over.Select(one => one / sum)] : [.. over.Select(_ => 1.0 / over.Length)];
    }

    /// <summary>Ranks as shares of N, averaged; a signal that is silent on a sample leaves its weight to the others.</summary>
    internal static double[] Combine(IReadOnlyList<WeighedSignal> signals)
    {
        var samples = signals[0].Signal.Values.Length;
        var (sums, weights) = (new double[samples], new double[samples]);
        foreach (var (signal, _, weight) in signals)
        {
            if (weight == 0) continue;
            int[] known = [.. Enumerable.Range(0, samples).Where(i => !double.IsNaN(signal.Values[i]))];
            var ranks = MidRanks.Of([.. known.Select(i => signal.Values[i])]);
            for (var at = 0; at < known.Length; at++)
            {
                sums[known[at]] += weight * ranks[at] / known.Length;
                weights[known[at]] += weight;
            }
        }
        return [.. sums.Select((sum, i) => weights[i] == 0 ? double.NaN : sum / weights[i])];
    }
}
