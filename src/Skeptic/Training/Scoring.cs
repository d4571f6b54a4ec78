using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>What a trained run says about its own labels.</summary>
internal static class Scoring
{
    /// <summary>One row a sample, sorted by the method's own score or, where it has none, by the network's confidence.</summary>
    internal static (IReadOnlyList<SampleRow> Rows, IReadOnlyList<ScoreQuality> Quality, string RankedBy) Score(Run run)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var probabilities = run.Logits.Softmax();
        var given = run.GivenLabels;
        var confidence = probabilities.Pick(given);
        var others = probabilities - probabilities * given.OneHot(run.Classes) - given.OneHot(run.Classes);
        var loss = run.Logits.CrossEntropy(given);
        List<LabelScores> scores =
        [
            .. run.Method.Parts.OfType<ILabelScores>().Select(method => method.LabelScores(run)),
            .. AtBestEpoch(run, loss),
            new("network: loss of the given label", loss),
        ];
        var primary = scores[0];
        var suggested = (primary.Suggested ?? probabilities.ArgMax(1)).ToArray<long>();
        var suspicion = Doubles(primary.Suspicion);
        var (confidences, margins, losses) = (Doubles(confidence), Doubles(confidence - others.Max(1)), Doubles(loss));

        var labels = run.Labels;
        var rows = new SampleRow[labels.Training.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new SampleRow
            {
                Id = labels.Training[i], Path = run.Dataset.Train.Ids?[labels.Training[i]], GivenLabel = labels.GivenLabels[i], TrueLabel = labels.TrueLabels[i], SuggestedLabel = (int)suggested[i],
                Suspicion = suspicion[i], SelfConfidence = confidences[i], Margin = margins[i], Loss = losses[i],
            };
        }
        bool[] wrong = [.. labels.GivenLabels.Select((label, i) => label != labels.TrueLabels[i])];
        IReadOnlyList<ScoreQuality> quality = wrong.Contains(true) && wrong.Contains(false)
            ? [.. scores.Select(score => LabelErrorMetrics.Of(score.Name, Doubles(score.Suspicion), wrong))]
            : [];
        return ([.. rows.OrderByDescending(row => row.Suspicion).ThenBy(row => row.Id)], quality, primary.Name);
    }

    /// <summary>
    /// The losses of the epoch that fitted the held-out labels best, as training passed by the samples: by then the network has
    /// learnt the classes, and has memorised less than at the end.
    /// </summary>
    private static IEnumerable<LabelScores> AtBestEpoch(Run run, Tensor loss)
    {
        if (run.Validation is null) return [];
        var best = run.Watch.BestGivenLoss;
        return [new("network: loss at the best epoch by validation", best.IsFinite().Choose(best, loss))];
    }

    private static double[] Doubles(Tensor values) => values.To(ScalarType.Float64).ToArray<double>();
}
