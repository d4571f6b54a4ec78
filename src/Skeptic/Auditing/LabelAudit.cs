using Skeptic.Data;
using Skeptic.Settings;

namespace Skeptic.Auditing;

/// <summary>
/// Which labels are probably wrong, by confident learning from out-of-sample probabilities: Northcutt, Jiang and Chuang, Confident
/// Learning: Estimating Uncertainty in Dataset Labels, JAIR 2021. Thresholds, joint, filters and scores are those of cleanlab 2, so
/// that the same rows are found.
/// </summary>
/// <example>
/// <code>
/// var audit = LabelAudit.Of(ClassProbabilities.Of(rows, classes: 10), labels, new AuditOptions { FilterBy = IssueFilter.Both });
/// foreach (var sample in audit.RankedIssues())
///     Report($"{sample}: {labels[sample]}, rather {audit.Suggested[sample]}, score {audit.Scores[sample]:F3}");
/// </code>
/// </example>
/// <remarks>
/// Deviations from cleanlab 2: means and margins are in double precision also where the probabilities are float32; of equal margins
/// the lower index is pruned, where NumPy's sort leaves it open.
/// </remarks>
public sealed class LabelAudit
{
    private readonly Lazy<double[]> _margins, _entropies;

    private LabelAudit(RowBlocks blocks, int[] labels, AuditOptions options)
    {
        (Options, GivenLabels, Scan) = (options, labels, RowScan.Of(blocks, labels, options));
        var confident = ConfidentCount.Of(blocks, Scan, labels);
        (Thresholds, ConfidentJoint) = (confident.Thresholds, confident.Raw);
        var counts = new long[blocks.Classes];
        foreach (var label in labels) counts[label]++;
        (LabelCounts, Joint) = (counts, JointCalibration.Calibrate(ConfidentJoint, counts));
        _margins = new(() => LabelScores.NormalizedMargin(Scan));
        _entropies = new(() => LabelScores.ConfidenceWeightedEntropy(Scan));
        IsIssue = new IssueSelection(blocks, Scan, confident, Joint, labels, options).Select();
        Scores = ScoresOf(blocks);
        ConfidentErrors = Enumerable.Range(0, labels.Length).Count(i => confident.OffDiagonal[i] && Suggested[i] != labels[i]);
        Warnings = AuditChecks.Warnings(Scan, labels, counts, options);
    }

    public AuditOptions Options { get; }

    /// <summary>N.</summary>
    public int Count => GivenLabels.Length;

    /// <summary>K.</summary>
    public int Classes => Joint.Classes;

    /// <summary>[N].</summary>
    public int[] GivenLabels { get; }

    /// <summary>[K], how many samples have each label.</summary>
    public IReadOnlyList<long> LabelCounts { get; }

    /// <summary>[N], the most probable class; of equally probable ones the first.</summary>
    public int[] Suggested => Scan.Predicted;

    /// <summary>[N].</summary>
    public bool[] IsIssue { get; }

    /// <summary>[N], the score that was asked for, 0 to 1; lower is worse.</summary>
    public double[] Scores { get; }

    /// <summary>[N], p of the given class.</summary>
    public double[] SelfConfidence => Scan.Self;

    /// <summary>[N], see <see cref="LabelScoreKind.NormalizedMargin"/>.</summary>
    public double[] NormalizedMargin => _margins.Value;

    /// <summary>[N], see <see cref="LabelScoreKind.ConfidenceWeightedEntropy"/>.</summary>
    public double[] ConfidenceWeightedEntropy => _entropies.Value;

    /// <summary>[K], the mean self-confidence of each class; 2 for a class without samples.</summary>
    public double[] Thresholds { get; }

    /// <summary>The samples that are confidently of a class, by given and true class; at least 1 on the diagonal.</summary>
    public CountMatrix ConfidentJoint { get; }

    /// <summary>The confident joint scaled to all samples; rows sum to <see cref="LabelCounts"/>.</summary>
    public CountMatrix Joint { get; }

    /// <summary>How many samples were counted off the diagonal of the confident joint and are predicted otherwise than labelled.</summary>
    public int ConfidentErrors { get; }

    /// <summary>What is probably wrong with the input itself, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>1 minus the share of <see cref="ConfidentErrors"/>; what cleanlab calls the overall label health score.</summary>
    public double Health => 1 - (double)ConfidentErrors / Count;

    private RowScan Scan { get; }

    /// <param name="labels">[N], from 0 to K-1; not copied.</param>
    /// <exception cref="DataException">Labels and probabilities do not belong together, or are none.</exception>
    /// <exception cref="SettingsException">An option is out of range, or options exclude each other.</exception>
    public static LabelAudit Of(ClassProbabilities probabilities, int[] labels, AuditOptions? options = null, IProgress<AuditProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new AuditOptions();
        options.Check();
        AuditChecks.Require(probabilities, labels, options);
        return new LabelAudit(new RowBlocks(probabilities, options, progress, cancel), labels, options);
    }

    /// <summary>The name of a class, or its number where there are no names.</summary>
    public string NameOf(int label) => Options.ClassNames is { } names ? names[label] : label.ToString();

    /// <summary>The issues, the lowest score first; equal scores by index.</summary>
    public int[] RankedIssues()
    {
        int[] issues = [.. Enumerable.Range(0, Count).Where(i => IsIssue[i])];
        return [.. issues.OrderBy(i => Scores[i])];
    }

    private double[] ScoresOf(RowBlocks blocks) => Options switch
    {
        { AdjustProbabilities: true } => LabelScores.Adjusted(blocks, GivenLabels, Thresholds, Options.Score),
        { Score: LabelScoreKind.SelfConfidence } => SelfConfidence,
        { Score: LabelScoreKind.NormalizedMargin } => NormalizedMargin,
        _ => ConfidenceWeightedEntropy,
    };
}
