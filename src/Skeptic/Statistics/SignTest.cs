namespace Skeptic.Statistics;

/// <summary>The exact two-sided sign test; of two classifiers on the same samples it is McNemar's exact test (McNemar, Psychometrika 1947).</summary>
public static class SignTest
{
    /// <summary>The probability of a split at least as uneven, where both sides are equally likely: min(1, 2 P(X &lt;= min)), X binomial with rate 1/2; 1 where there is nothing.</summary>
    public static double TwoSided(int one, int other)
    {
        var (few, all) = (Math.Min(one, other), one + other);
        // Halves that are as even as they can be: both tails together are everything.
        if (all - 2 * few <= 1) return 1;
        double tail = 0;
        for (var i = 0; i <= few; i++) tail += Math.Exp(IncompleteGamma.Log(all + 1) - IncompleteGamma.Log(i + 1) - IncompleteGamma.Log(all - i + 1) - all * Math.Log(2));
        return Math.Min(1, 2 * tail);
    }
}
