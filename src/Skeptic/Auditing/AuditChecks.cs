using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>What is refused, and what is warned about.</summary>
internal static class AuditChecks
{
    private const double SeenAccuracy = 0.995;
    private const double SeenConfidence = 0.99;

    /// <exception cref="DataException">Labels and probabilities do not belong together, or are none.</exception>
    public static void Require(ClassProbabilities probabilities, int[] labels, AuditOptions options)
    {
        var (samples, classes) = (probabilities.Count, probabilities.Classes);
        if (samples == 0) throw new DataException("there are no samples: the probabilities have no rows");
        if (classes < 2) throw new DataException("the probabilities have one column; an audit needs at least two classes, so give p of both: numpy.stack([1 - p, p], 1)");
        if (samples != labels.Length) throw new DataException($"there are {samples} rows of probabilities and {labels.Length} labels; they must be of the same samples, in the same order");
        if (options.ClassNames is { } names && names.Count != classes) throw new DataException($"there are {names.Count} class names and {classes} columns of probabilities; name every column, in their order");
        for (var i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classes)
                throw new DataException($"the label of sample {i} is {labels[i]}; with {classes} columns of probabilities labels are 0 to {classes - 1}");
    }

    public static IReadOnlyList<string> Warnings(RowScan scan, int[] labels, IReadOnlyList<long> counts, AuditOptions options)
    {
        List<string> warnings = [];
        var predicted = new long[counts.Count];
        var (agree, confidence) = (0L, 0.0);
        for (var i = 0; i < labels.Length; i++)
        {
            predicted[scan.Predicted[i]]++;
            if (scan.Predicted[i] == labels[i]) agree++;
            confidence += scan.Self[i];
        }
        Tell((names, them) => $"no sample is labelled {names}; nothing can be found out about {them}", k => counts[k] == 0);
        Tell((names, _) => $"no sample is predicted to be {names}, although some are labelled so; are the columns in the order of the labels?", k => counts[k] > 0 && predicted[k] == 0);
        if (!options.IsOutOfSample && agree >= SeenAccuracy * labels.Length && confidence >= SeenConfidence * labels.Length)
            warnings.Add($"the predictions agree with {100.0 * agree / labels.Length:F1} % of the labels at a mean probability of {confidence / labels.Length:F3}: the model has probably seen these labels, and a model that has memorised errors does not find them; use out-of-sample probabilities, such as cross-validation gives");
        if (agree * counts.Count < labels.Length)
            warnings.Add($"the predictions agree with {100.0 * agree / labels.Length:F1} % of the labels, less than chance; are the columns in the order of the labels, and the rows in the order of the samples?");
        return warnings;

        void Tell(Func<string, string, string> sentence, Func<int, bool> of)
        {
            var which = Enumerable.Range(0, counts.Count).Where(of).ToList();
            if (which.Count == 0) return;
            var names = string.Join(", ", which.Take(10).Select(k => options.ClassNames is { } all ? all[k] : $"class {k}")) + (which.Count > 10 ? $" and {which.Count - 10} more" : "");
            warnings.Add(sentence(names, which.Count == 1 ? "it" : "them"));
        }
    }
}
