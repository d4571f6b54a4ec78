using FsCheck;
using FsCheck.Fluent;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class WilcoxonSignedRankTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(11, 13);

    /// <summary>Differences of C4.5 with and without m on 14 data sets, in thousandths: Demsar 2006, table 2.</summary>
    private static readonly double[] s_demsar = [5, -8, 17, 33, 6, -5, 7, 0, 63, 0, 22, 47, 9, 21];

    [Fact]
    public void A_published_table_gives_its_rank_sum_without_the_zeros()
    {
        // Of 12 differences 5, -5 share rank 1.5 and -8 has rank 5; 15 of 4096 assignments of signs have a sum of at most 6.5.
        var result = WilcoxonSignedRank.Test(s_demsar, new double[14]);
        Assert.Equal(new WilcoxonResult(6.5, 12, 30 / 4096.0), result);
    }

    [Fact]
    public void Five_pairs_that_all_differ_one_way_are_two_of_thirty_two() =>
        Assert.Equal(new WilcoxonResult(0, 5, 2 / 32.0), WilcoxonSignedRank.Test([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]));

    [Fact]
    public void Balanced_signs_have_p_one() => Assert.Equal(new WilcoxonResult(1.5, 2, 1), WilcoxonSignedRank.Test([1, -1], [0, 0]));

    [Fact]
    public void Pairs_without_a_difference_say_nothing()
    {
        Assert.Equal(new WilcoxonResult(0, 0, 1), WilcoxonSignedRank.Test([1, 2], [1, 2]));
        Assert.Equal(new WilcoxonResult(0, 0, 1), WilcoxonSignedRank.Test([], []));
    }

    [Fact]
    public void Fifty_pairs_one_way_are_exact() =>
        Assert.Equal(Math.Pow(2, -49), WilcoxonSignedRank.Test([.. Enumerable.Range(1, 50).Select(i => (double)i)], new double[50]).P);

    [Fact]
    public void More_than_fifty_pairs_follow_the_normal_distribution()
    {
        double[] a = [.. Enumerable.Range(1, 60).Select(i => i % 4 == 0 ? -i : (double)i)];
        var result = WilcoxonSignedRank.Test(a, new double[60]);
        // (915 - 480 - 0.5) / sqrt(60 61 121 / 24) = 3.19862.
        Assert.Equal((480, 60), (result.W, result.Pairs));
        Assert.Equal(0.0013808872498144, result.P, 1e-13);
    }

    [Fact]
    public void Ties_among_more_than_fifty_pairs_make_the_variance_smaller()
    {
        double[] a = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? -(i / 3 + 1) : i / 3 + 1.0)];
        var result = WilcoxonSignedRank.Test(a, new double[60]);
        // 20 groups of 3: (915 - 610 - 0.5) / sqrt(60 61 121 / 24 - 20 24 / 48) = 2.24222.
        Assert.Equal(610, result.W);
        Assert.Equal(0.0249474310284453, result.P, 1e-13);
    }

    [Fact]
    public void At_fifty_pairs_both_ways_nearly_agree()
    {
        double[] a = [.. Enumerable.Range(1, 50).Select(i => i % 3 == 0 ? -i : (double)i)];
        var exact = WilcoxonSignedRank.Test(a, new double[50]);
        Assert.Equal(exact.P, WilcoxonSignedRank.Normal([.. Enumerable.Range(1, 50).Select(i => (double)i)], exact.W), 1e-3);
        Assert.InRange(exact.P, 0.01, 0.05);
    }

    [Fact]
    public void Pairs_that_cannot_be_compared_are_refused()
    {
        Assert.Contains("2 and 1", Assert.Throws<ArgumentException>(() => WilcoxonSignedRank.Test([1, 2], [1])).Message);
        Assert.Contains("pair 1", Assert.Throws<ArgumentException>(() => WilcoxonSignedRank.Test([1, 2], [1, double.NaN])).Message);
    }

    [Fact]
    public void Up_to_ten_pairs_p_is_what_all_signs_counted_one_by_one_say() =>
        Hold(10, differences => WilcoxonSignedRank.Test(differences, new double[differences.Length]) == Counted(differences));

    [Fact]
    public void P_is_a_probability_and_the_sides_may_be_swapped() => Hold(80, a =>
    {
        double[] b = [.. a.Select((x, i) => i % 3 - x / 2)];
        var result = WilcoxonSignedRank.Test(a, b);
        return result.P is > 0 and <= 1 && result == WilcoxonSignedRank.Test(b, a) && result.W <= result.Pairs * (result.Pairs + 1) / 4.0;
    });

    private static void Hold(int most, Func<double[], bool> property) =>
        Prop.ForAll(Arb.From(from n in Gen.Choose(0, most) from list in Gen.Choose(-9, 9).ListOf(n) select list.Select(i => (double)i).ToArray()), property).Check(s_config);

    /// <summary>By enumeration: ranks from counting smaller and equal numbers, the tail from every pattern of signs.</summary>
    private static WilcoxonResult Counted(double[] differences)
    {
        double[] left = [.. differences.Where(d => d != 0)];
        double[] ranks = [.. left.Select(d => left.Count(e => Math.Abs(e) < Math.Abs(d)) + (left.Count(e => Math.Abs(e) == Math.Abs(d)) + 1) / 2.0)];
        double Sum(Func<int, bool> counts) => Enumerable.Range(0, left.Length).Where(counts).Sum(i => ranks[i]);
        var w = Math.Min(Sum(i => left[i] > 0), Sum(i => left[i] < 0));
        var patterns = 1 << left.Length;
        var asSmall = Enumerable.Range(0, patterns).Count(signs => Sum(i => (signs >> i & 1) == 1) <= w);
        return new(w, left.Length, Math.Min(1, 2.0 * asSmall / patterns));
    }
}
