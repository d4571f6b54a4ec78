using Skeptic.Cli.Reviewing;

namespace Skeptic.Cli.Tests.Reviewing;

public sealed class SecondLookTests
{
    private long _seq;

    [Fact]
    public void Kappa_is_that_of_the_textbook()
    {
        // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, expected 0.5.
        (int, int)[] pairs = [.. Enumerable.Repeat((0, 0), 20), .. Enumerable.Repeat((0, 1), 5), .. Enumerable.Repeat((1, 0), 10), .. Enumerable.Repeat((1, 1), 15)];
        Assert.Equal(0.4, SecondLook.Kappa(pairs)!.Value, 1e-12);
        Assert.Null(SecondLook.Kappa([]));
        Assert.Null(SecondLook.Kappa([(1, 1), (1, 1)]));
        Assert.Equal(-1, SecondLook.Kappa([(0, 1), (1, 0)])!.Value, 1e-12);
    }

    [Fact]
    public void A_second_look_is_compared_with_ones_own_first_and_else_with_anothers()
    {
        using var audit = new MadeUpAudit();
        Decision[] newest =
        [
            Of(0, "ada", 1, Verdict.Keep), Of(0, "bo", 1, Verdict.Relabel, 1), // Row 0 is given class 0.
            Of(1, "bo", 1, Verdict.Relabel, 2), Of(2, "ada", 1, Verdict.Unsure), Of(3, "ada", 1, Verdict.Relabel, 2), Of(4, "ada", 1, Verdict.Keep),
            Of(0, "ada", 2, Verdict.Relabel, 0), Of(1, "ada", 2, Verdict.Relabel, 0), Of(2, "ada", 2, Verdict.Relabel, 0), Of(3, "ada", 2, Verdict.Unsure), Of(4, "bo", 2, Verdict.Relabel, 0),
        ];
        var agreement = SecondLook.Compare(newest, audit.Book, "ada");
        Assert.Equal((2, 1, 1, 1), (agreement.Count, agreement.Own, agreement.Agreed, agreement.Without));
        Assert.Equal([1], agreement.Differ);
    }

    [Fact]
    public void A_sample_is_of_decided_rows_that_were_not_looked_at_again()
    {
        Decision[] newest = [.. Enumerable.Range(0, 20).Select(row => Of(row, "ada", 1, row < 4 ? Verdict.Unsure : Verdict.Keep)), Of(7, "ada", 2, Verdict.Relabel, 1)];
        var rows = SecondLook.Sample(newest, "ada", 50, new Random(1));
        Assert.Equal(Enumerable.Range(4, 16).Except([7]), rows.Order());
        Assert.NotEqual(rows.Order(), rows);
        Assert.Equal(5, SecondLook.Sample(newest, "ada", 5, new Random(1)).Length);
        Assert.Equal(16, SecondLook.Sample(newest, "bo", 50, new Random(1)).Length);
    }

    private Decision Of(int row, string reviewer, int pass, Verdict verdict, int label = -1) => new(++_seq, row, new(verdict, label), new(reviewer, pass), DateTimeOffset.UnixEpoch);
}
