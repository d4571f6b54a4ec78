namespace Skeptic.Statistics;

/// <summary>One normal component of a mixture.</summary>
/// <param name="Weight">In [0,1]; the weights of a mixture sum to 1.</param>
public readonly record struct NormalComponent(double Weight, double Mean, double Variance)
{
    /// <summary>log(Weight N(x; Mean, Variance)).</summary>
    internal double LogJoint(double x) => Math.Log(Weight) - 0.5 * (Math.Log(2 * Math.PI * Variance) + (x - Mean) * (x - Mean) / Variance);
}

/// <summary>How a mixture is fitted; the defaults are DivideMix's.</summary>
/// <param name="Tolerance">Iteration stops once the mean log-likelihood changes by less.</param>
/// <param name="Regularisation">Added to every variance.</param>
public sealed record MixtureOptions(int Iterations = 10, double Tolerance = 1e-2, double Regularisation = 5e-4);

/// <summary>
/// Two normal distributions fitted to numbers by expectation and maximisation, as scikit-learn's <c>GaussianMixture</c> does it: from
/// the hard assignment of 2-means, in double precision. Linear time, and no memory beyond the numbers: what each number belongs to is
/// computed when it is needed.
/// </summary>
/// <remarks>2-means starts at the smallest and the largest number instead of at random, so equal numbers give equal mixtures.</remarks>
public sealed class GaussianMixture
{
    private GaussianMixture(NormalComponent a, NormalComponent b, int iterations, bool converged, double lowerBound)
    {
        (Low, High) = a.Mean <= b.Mean ? (a, b) : (b, a);
        (Iterations, Converged, LowerBound) = (iterations, converged, lowerBound);
    }

    /// <summary>The component with the smaller mean.</summary>
    public NormalComponent Low { get; }

    public NormalComponent High { get; }

    public int Iterations { get; }

    public bool Converged { get; }

    /// <summary>The mean log-likelihood before the last maximisation.</summary>
    public double LowerBound { get; }

    /// <param name="values">Finite, at least two different ones.</param>
    /// <exception cref="ArgumentException">A value is not finite, or all are equal: then there are no two components.</exception>
    public static GaussianMixture Fit(ReadOnlySpan<double> values, MixtureOptions? options = null)
    {
        options ??= new MixtureOptions();
        var (smallest, largest) = Range(values);
        if (smallest == largest) throw new ArgumentException($"two components need two different numbers, and all {values.Length} are {smallest}", nameof(values));

        var boundary = TwoMeans(values, smallest, largest);
        var (a, b) = Maximise(values, x => x < boundary ? 1 : 0, options.Regularisation);
        var (previous, iterations, converged) = (double.NegativeInfinity, 0, false);
        while (iterations < options.Iterations && !converged)
        {
            iterations++;
            var (from, to) = (a, b);
            var likelihood = MeanLogLikelihood(values, from, to);
            (a, b) = Maximise(values, x => Posterior(x, from, to), options.Regularisation);
            converged = Math.Abs(likelihood - previous) < options.Tolerance;
            previous = likelihood;
        }
        return new GaussianMixture(a, b, iterations, converged, previous);
    }

    /// <summary>
    /// Probability that <paramref name="value"/> belongs to <see cref="Low"/>. Not monotone where the variances differ: the smallest
    /// values may belong to it less than some above them.
    /// </summary>
    public double PosteriorOfLow(double value) => Posterior(value, Low, High);

    private static double Posterior(double x, NormalComponent of, NormalComponent other) => 1 / (1 + Math.Exp(other.LogJoint(x) - of.LogJoint(x)));

    private static double MeanLogLikelihood(ReadOnlySpan<double> values, NormalComponent a, NormalComponent b)
    {
        double sum = 0;
        foreach (var x in values)
        {
            var (p, q) = (a.LogJoint(x), b.LogJoint(x));
            var top = Math.Max(p, q);
            sum += top + Math.Log(Math.Exp(p - top) + Math.Exp(q - top));
        }
        return sum / values.Length;
    }

    /// <summary>Weight, mean and variance of both components, given how much of each number belongs to the first.</summary>
    private static (NormalComponent, NormalComponent) Maximise(ReadOnlySpan<double> values, Func<double, double> ofFirst, double regularisation)
    {
        // Ten times the distance from 1 to the next double, as scikit-learn keeps empty components from dividing by zero.
        var empty = 10 * (Math.BitIncrement(1.0) - 1);
        double n1 = empty, n2 = empty, sum1 = 0, sum2 = 0;
        foreach (var x in values)
        {
            var share = ofFirst(x);
            n1 += share;
            n2 += 1 - share;
            sum1 += share * x;
            sum2 += (1 - share) * x;
        }
        var (mean1, mean2) = (sum1 / n1, sum2 / n2);
        double square1 = 0, square2 = 0;
        foreach (var x in values)
        {
            var share = ofFirst(x);
            square1 += share * (x - mean1) * (x - mean1);
            square2 += (1 - share) * (x - mean2) * (x - mean2);
        }
        var all = n1 + n2;
        return (new(n1 / all, mean1, square1 / n1 + regularisation), new(n2 / all, mean2, square2 / n2 + regularisation));
    }

    /// <summary>Lloyd's iteration to its end: the boundary half-way between the two means.</summary>
    private static double TwoMeans(ReadOnlySpan<double> values, double low, double high)
    {
        while (true)
        {
            var boundary = (low + high) / 2;
            double below = 0, above = 0;
            var count = 0;
            foreach (var x in values)
            {
                if (x < boundary) (below, count) = (below + x, count + 1);
                else above += x;
            }
            var (nextLow, nextHigh) = (below / count, above / (values.Length - count));
            if ((nextLow + nextHigh) / 2 == boundary || (nextLow == low && nextHigh == high)) return boundary;
            (low, high) = (nextLow, nextHigh);
        }
    }

    private static (double Smallest, double Largest) Range(ReadOnlySpan<double> values)
    {
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var x in values)
        {
            if (!double.IsFinite(x)) throw new ArgumentException($"a mixture is fitted to finite numbers, and one is {x}", nameof(values));
            (smallest, largest) = (Math.Min(smallest, x), Math.Max(largest, x));
        }
        return values.Length > 1 ? (smallest, largest) : throw new ArgumentException("two components need at least two numbers", nameof(values));
    }
}
