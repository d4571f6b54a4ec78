using Skeptic.Statistics;

namespace Skeptic.Randomness;

public sealed partial class RandomStream
{
    /// <summary>How many of <paramref name="trials"/> succeed, each with probability <paramref name="p"/>, in constant time.</summary>
    public long NextBinomial(long trials, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (trials == 0 || p <= 0) return 0;
        if (p >= 1) return trials;
        if (p > 0.5) return trials - NextBinomial(trials, 1 - p);
        return trials * p < 10 ? ByInversion(trials, p) : ByRejection(trials, p);
    }

    /// <summary>Walks up the distribution from 0; as many steps as the outcome.</summary>
    private long ByInversion(long trials, double p)
    {
        // log(1 - p) by its series where p is small, of which the difference from 1 would lose the digits.
        var logFailure = p < 1e-4 ? -p * (1 + p * (0.5 + p / 3)) : PortableMath.Log(1 - p);
        var (odds, probability, left) = (p / (1 - p), PortableMath.Exp(trials * logFailure), NextDouble());
        for (long k = 0; k < trials; k++)
        {
            left -= probability;
            if (left < 0) return k;
            probability *= odds * (trials - k) / (k + 1);
            if (probability < 1e-300) return k;
        }
        return trials;
    }

    /// <summary>
    /// Hörmann, The generation of binomial random variates, Journal of Statistical Computation and Simulation 1993: algorithm BTRS,
    /// transformed rejection, for p up to 0.5 and at least 10 expected successes.
    /// </summary>
    private long ByRejection(long trials, double p)
    {
        var (mean, deviation) = (trials * p, Math.Sqrt(trials * p * (1 - p)));
        var b = 1.15 + 2.53 * deviation;
        var a = -0.0873 + 0.0248 * b + 0.01 * p;
        var (alpha, centre, certain) = ((2.83 + 5.1 / b) * deviation, mean + 0.5, 0.92 - 4.2 / b);
        var (mode, logOdds) = ((long)Math.Floor((trials + 1) * p), PortableMath.Log(p / (1 - p)));
        var atMode = IncompleteGamma.Log(mode + 1) + IncompleteGamma.Log(trials - mode + 1);
        while (true)
        {
            var (u, v) = (NextDouble() - 0.5, NextDouble());
            var edge = 0.5 - Math.Abs(u);
            var outcome = Math.Floor((2 * a / edge + b) * u + centre);
            if (outcome < 0 || outcome > trials) continue;
            var k = (long)outcome;
            if (edge >= 0.07 && v <= certain) return k;
            if (v > 0 && edge > 0
                && PortableMath.Log(v * alpha / (a / (edge * edge) + b)) <= atMode - IncompleteGamma.Log(k + 1) - IncompleteGamma.Log(trials - k + 1) + (k - mode) * logOdds)
                return k;
        }
    }
}
