namespace Skeptic.Statistics;

/// <summary>How t-SNE embeds; the defaults are van der Maaten's but for the learning rate.</summary>
/// <param name="Perplexity">About how many neighbours a point keeps close; above 1. A third of the neighbours that are looked up.</param>
/// <param name="Theta">From 0, the exact gradient, to 1: how wide a group of points may look, from afar, and still count as one.</param>
/// <param name="EarlyExaggeration">Multiplies attraction during the first <paramref name="ExaggerationIterations"/>; at least 1.</param>
/// <param name="ExaggerationIterations">Momentum is 0.5 during these and 0.8 afterwards.</param>
/// <param name="LearningRate">
/// Multiplies the gradient of the 2008 paper's equation 5, its factor 4 included. By default N / (4 EarlyExaggeration): the
/// N / EarlyExaggeration of Belkina and others, Automated optimized parameters for t-SNE, Nature Communications 2019, who leave that 4
/// out. No lower bound, as some programs have one: with 50, points of small sets are flung away from their neighbours.
/// </param>
/// <param name="Seed">Of the noise in the starting points and of the search for principal components.</param>
/// <param name="Threads">Changes no bit of the result.</param>
public sealed record TsneOptions(
    double Perplexity = 30,
    int Iterations = 1000,
    double Theta = 0.5,
    double EarlyExaggeration = 12,
    int ExaggerationIterations = 250,
    double? LearningRate = null,
    ulong Seed = 0,
    int Threads = 1)
{
    internal int Neighbours => (int)Math.Ceiling(3 * Perplexity);

    internal double RateFor(int count) => LearningRate ?? count / (4 * EarlyExaggeration);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check()
    {
        Require(Perplexity is > 1 and <= 1e6, "perplexity", "above 1 and at most 1000000", Perplexity);
        Require(Iterations >= 1, "number of iterations", "at least 1", Iterations);
        Require(Theta is >= 0 and <= 1, "theta", "from 0 to 1", Theta);
        Require(EarlyExaggeration is >= 1 and <= 1e6, "early exaggeration", "from 1 to 1000000", EarlyExaggeration);
        Require(ExaggerationIterations >= 0, "number of exaggerated iterations", "at least 0", ExaggerationIterations);
        Require(LearningRate is null or (> 0 and <= 1e12), "learning rate", "above 0 and finite", LearningRate ?? 0);
        Require(Threads >= 1, "number of threads", "at least 1", Threads);
    }

    private static void Require(bool holds, string what, string range, double value)
    {
        if (!holds) throw new ArgumentException($"the {what} of t-SNE must be {range}, and it is {value}");
    }
}
