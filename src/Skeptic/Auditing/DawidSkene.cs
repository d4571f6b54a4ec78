using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>What one annotator said of one sample.</summary>
public readonly record struct Answer(int Sample, int Annotator, int Label);

/// <summary>How answers of several annotators are joined.</summary>
/// <param name="Iterations">At most.</param>
/// <param name="Tolerance">Iteration stops once the log-likelihood of an answer, on average, rises by less.</param>
/// <param name="Smoothing">Added to every cell of a confusion matrix before its rows are divided by their sums; 0 for maximum likelihood.</param>
public sealed record ConsensusOptions(int Iterations = 1000, double Tolerance = 1e-8, double Smoothing = 0);

/// <summary>
/// The true labels and the annotators' errors, found together by expectation and maximisation from the majority vote on: Dawid and
/// Skene, Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm, Applied Statistics 1979, equations 2.3 to 2.5.
/// </summary>
public sealed class DawidSkene
{
    private readonly IReadOnlyList<Answer> _answers;
    private readonly double[] _posterior;

    private DawidSkene(IReadOnlyList<Answer> answers, int samples, int annotators, int classes)
    {
        (_answers, Samples, Annotators, Classes) = (answers, samples, annotators, classes);
        _posterior = new double[checked(samples * classes)];
        Prior = new double[classes];
        Confusions = [.. Enumerable.Range(0, annotators).Select(_ => new double[classes, classes])];
    }

    /// <summary>N.</summary>
    public int Samples { get; }

    public int Annotators { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>[K], the share of each class.</summary>
    public double[] Prior { get; }

    /// <summary>Of each annotator [K,K]: P(answer | true), true classes by rows, which sum to 1.</summary>
    public IReadOnlyList<double[,]> Confusions { get; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>Of all answers; never falls from one iteration to the next without smoothing.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>[K], the probabilities of a sample's classes.</summary>
    public ReadOnlySpan<double> Posterior(int sample) => _posterior.AsSpan(sample * Classes, Classes);

    /// <summary>The most probable class of a sample; of equally probable ones the first.</summary>
    public int Consensus(int sample)
    {
        var row = Posterior(sample);
        var best = 0;
        for (var k = 1; k < row.Length; k++)
            if (row[k] > row[best]) best = k;
        return best;
    }

    /// <summary>The probability that an annotator's answer is right, for samples of the estimated prior.</summary>
    public double Quality(int annotator) => Enumerable.Range(0, Classes).Sum(k => Prior[k] * Confusions[annotator][k, k]);

    /// <param name="answers">In any order; an annotator may answer a sample several times.</param>
    /// <param name="samples">N; every sample needs an answer.</param>
    /// <exception cref="DataException">A number is out of range, or a sample has no answer.</exception>
    public static DawidSkene Fit(IReadOnlyList<Answer> answers, int samples, int annotators, int classes, ConsensusOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new ConsensusOptions();
        Require(answers, samples, annotators, classes);
        var fit = new DawidSkene(answers, samples, annotators, classes);
        fit.Vote();
        var previous = double.NegativeInfinity;
        while (fit.Iterations < options.Iterations && !fit.Converged)
        {
            cancel.ThrowIfCancellationRequested();
            fit.Maximise(options.Smoothing);
            fit.LogLikelihood = fit.Expect();
            fit.Iterations++;
            fit.Converged = fit.LogLikelihood - previous < options.Tolerance * answers.Count;
            previous = fit.LogLikelihood;
        }
        return fit;
    }

    private void Vote()
    {
        foreach (var answer in _answers) _posterior[answer.Sample * Classes + answer.Label]++;
        for (var i = 0; i < Samples; i++) Normalise(_posterior.AsSpan(i * Classes, Classes));
    }

    private void Maximise(double smoothing)
    {
        Array.Clear(Prior);
        for (var i = 0; i < _posterior.Length; i++) Prior[i % Classes] += _posterior[i] / Samples;
        foreach (var confusion in Confusions) Array.Clear(confusion);
        foreach (var answer in _answers)
        {
            var (row, confusion) = (answer.Sample * Classes, Confusions[answer.Annotator]);
            for (var k = 0; k < Classes; k++) confusion[k, answer.Label] += _posterior[row + k];
        }
        foreach (var confusion in Confusions)
        {
            for (var k = 0; k < Classes; k++)
            {
                var sum = 0.0;
                for (var j = 0; j < Classes; j++) sum += confusion[k, j] += smoothing;
                // Of a class that an annotator has never met nothing is known.
                for (var j = 0; j < Classes; j++) confusion[k, j] = sum > 0 ? confusion[k, j] / sum : 1.0 / Classes;
            }
        }
    }

    /// <returns>The log-likelihood of the answers under the parameters that the posteriors come from.</returns>
    private double Expect()
    {
        for (var i = 0; i < _posterior.Length; i++) _posterior[i] = Math.Log(Prior[i % Classes]);
        double[][] logs = [.. Confusions.Select(confusion => confusion.Cast<double>().Select(p => Math.Log(p)).ToArray())];
        foreach (var answer in _answers)
        {
            var (row, log) = (answer.Sample * Classes, logs[answer.Annotator]);
            for (var k = 0; k < Classes; k++) _posterior[row + k] += log[k * Classes + answer.Label];
        }
        var total = 0.0;
        for (var i = 0; i < Samples; i++)
        {
            var row = _posterior.AsSpan(i * Classes, Classes);
            var (top, sum) = (double.NegativeInfinity, 0.0);
            foreach (var log in row) top = Math.Max(top, log);
            foreach (ref var log in row) sum += log = Math.Exp(log - top);
            total += top + Math.Log(sum);
            Normalise(row);
        }
        return total;
    }

    private static void Normalise(Span<double> row)
    {
        var sum = 0.0;
        foreach (var value in row) sum += value;
        foreach (ref var value in row) value /= sum;
    }

    private static void Require(IReadOnlyList<Answer> answers, int samples, int annotators, int classes)
    {
        var answered = new bool[samples];
        foreach (var answer in answers)
        {
            if ((uint)answer.Sample >= (uint)samples) throw new DataException($"there is an answer about sample {answer.Sample}; samples are 0 to {samples - 1}");
            if ((uint)answer.Annotator >= (uint)annotators) throw new DataException($"there is an answer by annotator {answer.Annotator}; annotators are 0 to {annotators - 1}");
            if ((uint)answer.Label >= (uint)classes) throw new DataException($"annotator {answer.Annotator} calls sample {answer.Sample} {answer.Label}; with {classes} classes labels are 0 to {classes - 1}");
            answered[answer.Sample] = true;
        }
        if (Array.IndexOf(answered, false) is >= 0 and var silent) throw new DataException($"sample {silent} has no answer; leave samples without answers out");
    }
}
