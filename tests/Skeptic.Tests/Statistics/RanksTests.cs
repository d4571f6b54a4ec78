using FsCheck;
using FsCheck.Fluent;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class RanksTests
{
    /// <summary>Ranks of four variants of C4.5 on 14 data sets: Demsar 2006, table 6.</summary>
    private static readonly double[,] s_demsar =
    {
        { 4, 3, 2, 1 }, { 1, 2, 3, 4 }, { 4, 1, 2, 3 }, { 4, 1, 3, 2 }, { 4, 2, 3, 1 }, { 1, 2.5, 4, 2.5 }, { 3, 2, 4, 1 },
        { 2.5, 2.5, 4, 1 }, { 4, 3, 2, 1 }, { 2.5, 2.5, 2.5, 2.5 }, { 4, 2.5, 1, 2.5 }, { 3, 2, 4, 1 }, { 4, 1, 2, 3 }, { 3, 1, 4, 2 },
    };

    [Fact]
    public void A_published_table_has_its_average_ranks() =>
        Near.Equal([3.143, 2.000, 2.893, 1.964], Ranks.Average(s_demsar, higherIsBetter: false), "rank", new(0, 5e-4));

    [Fact]
    public void A_published_table_has_its_statistics()
    {
        // Demsar gives 9.28 and 3.69; p by closed form and by integration of the density.
        var result = Friedman.Test(s_demsar);
        Assert.Equal(9.27857142857143, result.ChiSquare, 1e-12);
        Assert.Equal(0.0258074967070631, result.P, 1e-13);
        Assert.Equal(3.68631303208907, result.F, 1e-12);
        Assert.Equal(0.0198230062, result.PofF, 1e-9);
    }

    [Fact]
    public void The_best_has_rank_one_whichever_way_is_better()
    {
        double[,] table = { { 0.9, 0.8, 0.8 }, { 0.5, 0.7, 0.6 } };
        Assert.Equal([2, 1.75, 2.25], Ranks.Average(table, higherIsBetter: true));
        Assert.Equal([2, 2.25, 1.75], Ranks.Average(table, higherIsBetter: false));
    }

    [Fact]
    public void Settings_that_all_agree_leave_no_doubt()
    {
        var result = Friedman.Test(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } });
        Assert.Equal((6, double.PositiveInfinity, 0), (result.ChiSquare, result.F, result.PofF));
        Assert.Equal(Math.Exp(-3), result.P, 1e-14);
    }

    [Fact]
    public void Methods_that_are_equal_everywhere_do_not_differ() =>
        Assert.Equal(new FriedmanResult(0, 1, 0, 1), Friedman.Test(new double[,] { { 1, 1, 1 }, { 2, 2, 2 } }));

    [Fact]
    public void Tables_that_cannot_be_ranked_are_refused()
    {
        Assert.Contains("method 1 has no number in setting 0", Assert.Throws<ArgumentException>(() => Ranks.Average(new[,] { { 1, double.NaN } }, true)).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Ranks.Average(new double[0, 3], true)).Message);
        Assert.Contains("there are 1 and 2", Assert.Throws<ArgumentException>(() => Friedman.Test(new double[,] { { 1, 2 } })).Message);
    }

    [Fact]
    public void Average_ranks_have_a_fixed_sum_and_turn_round_with_the_direction() => Hold(table =>
    {
        var k = table.GetLength(1);
        var (up, down) = (Ranks.Average(table, true), Ranks.Average(table, false));
        return Math.Abs(up.Sum() - k * (k + 1) / 2.0) < 1e-9 && up.Zip(down).All(pair => Math.Abs(pair.First + pair.Second - (k + 1)) < 1e-9);
    });

    [Fact]
    public void Friedmans_numbers_are_in_their_ranges() => Hold(table =>
    {
        var result = Friedman.Test(table);
        return result is { P: >= 0 and <= 1, PofF: >= 0 and <= 1, F: >= 0 } && result.ChiSquare >= 0 && result.ChiSquare <= table.GetLength(0) * (table.GetLength(1) - 1);
    });

    private static void Hold(Func<double[,], bool> property) => Prop.ForAll(Arb.From(Tables()), property).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(23, 29));

    private static Gen<double[,]> Tables() =>
        from settings in Gen.Choose(2, 12)
        from methods in Gen.Choose(2, 8)
        from cells in Gen.Choose(0, 9).ListOf(settings * methods)
        select Table([.. cells], settings, methods);

    private static double[,] Table(int[] cells, int settings, int methods)
    {
        var table = new double[settings, methods];
        for (var i = 0; i < cells.Length; i++) table[i / methods, i % methods] = cells[i];
        return table;
    }
}
