using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>Reference values were drawn with NumPy's <c>RandomState</c>.</summary>
public sealed class Mt19937Tests
{
    [Fact]
    public void First_integers_are_NumPys()
    {
        var generator = new Mt19937(1);
        Assert.Equal([1791095845, 4282876139, 3093770124, 4005303368, 491263], Enumerable.Range(0, 5).Select(_ => generator.NextUInt32()).ToArray());
    }

    [Fact]
    public void First_doubles_are_NumPys()
    {
        var generator = new Mt19937(1);
        Assert.Equal(
            [0.417022004702574, 0.7203244934421581, 0.00011437481734488664, 0.30233257263183977, 0.14675589081711304],
            Enumerable.Range(0, 5).Select(_ => generator.NextDouble()).ToArray());
    }

    [Fact]
    public void Ten_thousandth_integer_of_the_authors_default_seed_is_right()
    {
        // The value that the C++ standard prescribes for std::mt19937 with its default seed 5489.
        var generator = new Mt19937(5489);
        for (var i = 1; i < 10_000; i++)
            generator.NextUInt32();
        Assert.Equal(4123659995, generator.NextUInt32());
    }

    [Fact]
    public void Permutation_of_60000_is_NumPys()
        => Assert.Equal("3181d40911ac00973094c863324a0f7469035535faea23d68118d8995be76754", Sha256(new Mt19937(1).Permutation(60_000).AsSpan(0, 54_000)));

    [Fact]
    public void A_row_that_is_certain_gives_its_class_and_draws_as_NumPy_does()
    {
        double[] certain = [0, 1, 0];
        var generator = new Mt19937(3);
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(1, generator.MultinomialOne(certain)));
        // One number of 53 bits a draw: p = 1 is inverted to the impossible 1 - p = 0, which still draws.
        var same = new Mt19937(3);
        for (var i = 0; i < 50; i++)
            same.NextDouble();
        Assert.Equal(same.NextUInt32(), generator.NextUInt32());
    }

    [Fact]
    public void Rows_are_drawn_with_their_probabilities()
    {
        double[] row = [0.1, 0.55, 0, 0.35];
        var generator = new Mt19937(11);
        var counts = new int[4];
        for (var i = 0; i < 100_000; i++)
            counts[generator.MultinomialOne(row)]++;
        Assert.Equal(0, counts[2]);
        for (var j = 0; j < 4; j++)
            Assert.InRange(counts[j], 100_000 * row[j] - 800, 100_000 * row[j] + 800);
    }

    private static string Sha256(ReadOnlySpan<int> values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
