using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>How the labels of several annotators become one.</summary>
public enum ConsensusKind
{
    DawidSkene,

    /// <summary>The label that most gave; of several such the one that stands first in the data.</summary>
    Majority,
}

/// <summary>One label for every sample out of several annotators' labels, and what it says of them.</summary>
public sealed class Annotators
{
    // Keeps an annotator with a handful of answers from being thought infallible.
    private const double Smoothing = 0.1;
    private readonly IReadOnlyList<Answer> _answers;
    private readonly DawidSkene? _fit;

    private Annotators(IReadOnlyList<Answer> answers, IReadOnlyList<string> names, int[] consensus, double[] confidence, DawidSkene? fit)
        => (_answers, Names, Consensus, Confidence, _fit) = (answers, names, consensus, confidence, fit);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>[N]; the label of a sample that no annotator is named for is its own.</summary>
    public int[] Consensus { get; }

    /// <summary>[N], the probability of the consensus, or the share that gave it; NaN where nobody is named.</summary>
    public double[] Confidence { get; }

    public int Answers => _answers.Count;

    /// <param name="rows">Of the listing, one a sample.</param>
    /// <param name="given">[N], the label that most gave.</param>
    internal static Annotators Of(SourceListing listing, int[] rows, int[] given, int classes, ConsensusKind kind)
    {
        var places = rows.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var known = listing.Annotations.Where(annotation => places.ContainsKey(annotation.Sample)).ToArray();
        string[] names = [.. known.Select(annotation => annotation.Annotator).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        Answer[] answers = [.. known.Select(annotation => new Answer(places[annotation.Sample], numbers[annotation.Annotator], annotation.Label))];
        var (consensus, confidence) = ((int[])given.Clone(), new double[given.Length]);
        Array.Fill(confidence, double.NaN);
        int[] answered = [.. answers.Select(answer => answer.Sample).Distinct().Order()];
        var dense = answered.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var fit = kind == ConsensusKind.Majority ? null
            : DawidSkene.Fit([.. answers.Select(answer => answer with { Sample = dense[answer.Sample] })], answered.Length, names.Length, classes, new(Smoothing: Smoothing));
        var votes = answers.ToLookup(answer => answer.Sample);
        foreach (var (at, sample) in answered.Index())
        {
            if (fit is not null) consensus[sample] = fit.Consensus(at);
            confidence[sample] = fit is null ? votes[sample].Count(vote => vote.Label == given[sample]) / (double)votes[sample].Count() : fit.Posterior(at)[consensus[sample]];
        }
        return new(answers, names, consensus, confidence, fit);
    }

    /// <summary><c>annotators.csv</c>, the least agreeing with the consensus first.</summary>
    /// <param name="predicted">[N], the classes that the audit's networks say.</param>
    public void Write(string file, IReadOnlyList<int> predicted, IReadOnlyList<string> classes)
    {
        var bySample = _answers.ToLookup(answer => answer.Sample);
        var rows = _answers.GroupBy(answer => answer.Annotator).Select(own =>
        {
            var all = own.ToArray();
            var others = all.SelectMany(answer => bySample[answer.Sample].Where(other => other.Annotator != own.Key).Select(other => other.Label == answer.Label)).ToArray();
            var worst = all.Where(answer => answer.Label != Consensus[answer.Sample]).GroupBy(answer => (Truth: Consensus[answer.Sample], answer.Label)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).FirstOrDefault();
            return (Agreement: Share(all, answer => answer.Label == Consensus[answer.Sample]), Cells: (string[])
            [
                CsvText.Cell(Names[own.Key]), all.Length.ToString(CultureInfo.InvariantCulture), _fit is null ? "" : Number(_fit.Quality(own.Key)),
                Number(Share(all, answer => answer.Label == Consensus[answer.Sample])), others.Length == 0 ? "" : Number(Share(others, same => same)),
                Number(Share(all, answer => answer.Label == predicted[answer.Sample])),
                worst is null ? "" : CsvText.Cell(classes[worst.Key.Truth]), worst is null ? "" : CsvText.Cell(classes[worst.Key.Label]), (worst?.Count() ?? 0).ToString(CultureInfo.InvariantCulture),
            ]);
        });
        const string Heading = "annotator,answers,quality,agreement_with_consensus,agreement_with_others,agreement_with_predictions,most_confused_class,called,times\n";
        AtomicFile.WriteAllText(file, Heading + string.Concat(rows.OrderBy(row => row.Agreement).ThenBy(row => row.Cells[0], StringComparer.Ordinal).Select(row => string.Join(',', row.Cells) + "\n")));
    }

    private static double Share<T>(T[] items, Func<T, bool> which) => items.Count(which) / (double)items.Length;

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
