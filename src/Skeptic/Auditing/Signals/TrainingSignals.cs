using Skeptic.Statistics;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>What one run says of the labels that it trained on; lower is more suspicious throughout.</summary>
internal static class TrainingSignals
{
    public const string LossMean = "loss_mean", LossEnd = "loss_end", LossMixture = "loss_mixture", Forgetting = "forgetting";

    /// <summary>What the scores of methods are called in tables.</summary>
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["sop"] = "sop_s", ["sop-plus"] = "sop_s", ["sop-slide"] = "sop_s", ["aux"] = "aux_b", ["elr"] = "elr_target", ["elr-plus"] = "elr_target",
    };

    /// <param name="epochs">As <see cref="EpochDiary.Read"/> gives them.</param>
    public static List<AuditSignal> Of(Run run, float[][] epochs)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var samples = (int)run.Training.Count;
        var mean = MeanLoss(epochs, samples);
        List<AuditSignal> signals =
        [
            new(LossMean, Negative(mean)),
            new(LossEnd, Negative(Doubles(run.Logits.CrossEntropy(run.GivenLabels)))),
            new(LossMixture, Mixture(mean)),
            new(Forgetting, Negative(ForgettingEvents(epochs, samples))),
        ];
        foreach (var scores in run.Method.Parts.OfType<ILabelScores>().Select(method => method.LabelScores(run)))
        {
            var method = scores.Name.Split(':')[0];
            var name = s_names.GetValueOrDefault(method, method.Replace('-', '_') + "_score");
            if (signals.All(signal => signal.Name != name)) signals.Add(new(name, Negative(Doubles(scores.Suspicion))));
        }
        return signals;
    }

    /// <summary>[N], over the epochs in which the sample was met; NaN of one that never was.</summary>
    internal static double[] MeanLoss(float[][] epochs, int samples)
    {
        var mean = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var (sum, count) = (0.0, 0);
            foreach (var epoch in epochs)
                if (float.IsFinite(epoch[i])) (sum, count) = (sum + epoch[i], count + 1);
            mean[i] = count == 0 ? double.NaN : sum / count;
        }
        return mean;
    }

    /// <summary>
    /// [N], how often the network said the label in one epoch and another one in the next (Toneva et al., An Empirical Study of Example
    /// Forgetting, ICLR 2019); of a label that it never said, the number of epochs.
    /// </summary>
    internal static double[] ForgettingEvents(float[][] epochs, int samples)
    {
        var events = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var ever = false;
            for (var epoch = 0; epoch < epochs.Length; epoch++)
            {
                var fits = epochs[epoch][samples + i] > 0;
                ever |= fits;
                if (epoch > 0 && !fits && epochs[epoch - 1][samples + i] > 0) events[i]++;
            }
            if (!ever) events[i] = epochs.Length;
        }
        return events;
    }

    /// <summary>
    /// [N], the probability that a loss belongs to the lower of two normal distributions fitted to all, scaled to [0,1] before as DivideMix
    /// does (Li, Socher and Hoi, ICLR 2020). What lies below the lower mean counts as the mean, so that it never falls for a smaller loss.
    /// </summary>
    internal static double[] Mixture(double[] losses)
    {
        var known = losses.Where(double.IsFinite).ToArray();
        if (known.Length < 2 || known.Min() == known.Max()) return [.. losses.Select(_ => double.NaN)];
        var (least, range) = (known.Min(), known.Max() - known.Min());
        var mixture = GaussianMixture.Fit([.. known.Select(loss => (loss - least) / range)]);
        return [.. losses.Select(loss => double.IsFinite(loss) ? mixture.PosteriorOfLow(Math.Clamp((loss - least) / range, mixture.Low.Mean, mixture.High.Mean)) : double.NaN)];
    }

    private static double[] Negative(double[] values) => Array.ConvertAll(values, value => 0 - value);

    private static double[] Doubles(Tensor values) => values.To(ScalarType.Float64).ToArray<double>();
}
