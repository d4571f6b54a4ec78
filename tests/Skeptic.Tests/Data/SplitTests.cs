using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class SplitTests
{
    [Fact]
    public void Parts_never_overlap_and_miss_nothing()
    {
        for (var seed = 0UL; seed < 30; seed++)
            foreach (var random in new[] { RandomSource.Stream, RandomSource.NumpyLegacy })
            {
                var split = Split.Of(997, 0.1, seed, random);
                Assert.Equal(Enumerable.Range(0, 997), split.Train.Concat(split.Validation).Order());
                Assert.Equal(897, split.Train.Length);
                Assert.Equal(split.Validation.Order(), split.Validation);
            }
    }

    [Fact]
    public void Seeds_decide_the_split()
    {
        Assert.Equal(Split.Of(500, 0.2, 1).Validation, Split.Of(500, 0.2, 1).Validation);
        Assert.NotEqual(Split.Of(500, 0.2, 1).Validation, Split.Of(500, 0.2, 2).Validation);
    }

    [Fact]
    public void Every_sample_is_set_aside_equally_often()
    {
        var counts = new int[50];
        for (var seed = 0UL; seed < 2_000; seed++)
            foreach (var i in Split.Of(50, 0.2, seed).Validation)
                counts[i]++;
        Assert.All(counts, count => Assert.InRange(count, 400 - 5 * 18, 400 + 5 * 18));
    }

    [Fact]
    public void The_legacy_split_is_CDRs()
    {
        var split = Split.Of(60_000, 0.1, 1, RandomSource.NumpyLegacy);
        Assert.Equal([15281, 21435, 44536, 13518, 47529], split.Train[..5]);
        Assert.Equal([14, 15, 18, 20, 27], split.Validation[..5]);
        Assert.Equal("3181d40911ac00973094c863324a0f7469035535faea23d68118d8995be76754", Sha256(split.Train));
        Assert.Equal("bdc0771eeaae336cc68f76481a6b162a9a102d5ae414e7cfe2327435cc226478", Sha256(split.Validation));
    }

    [Theory]
    [InlineData(-0.1, "outside 0 to 1")]
    [InlineData(1.0, "outside 0 to 1")]
    [InlineData(double.NaN, "outside 0 to 1")]
    [InlineData(0.95, "leaves no sample for training out of 10")]
    public void Shares_that_make_no_sense_are_refused(double share, string expected)
        => Assert.Contains(expected, Assert.Throws<DataException>(() => Split.Of(10, share, 1)).Message);

    private static string Sha256(int[] values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));
}
