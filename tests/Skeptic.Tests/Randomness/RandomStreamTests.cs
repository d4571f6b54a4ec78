using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void First_numbers_of_a_seed_never_change()
    {
        var stream = new RandomStream(1);
        Assert.Equal([12966619160104079557, 9600361134598540522, 10590380919521690900, 7218738570589545383], Enumerable.Range(0, 4).Select(_ => stream.NextUInt64()).ToArray());
        Assert.Equal([69, 14, 7, 38, 86, 55, 93, 95], Enumerable.Range(0, 8).Select(_ => stream.NextInt(100)).ToArray());
        Assert.Equal(0.9327727011134207, stream.NextDouble());
        Assert.Equal(1.6643268539329006, stream.NextGaussian());
        Assert.Equal([5, 3, 1, 4, 6, 2, 0, 7], stream.Permutation(8));
        Assert.Equal(18116545205728783340, RandomStream.DeriveSeed(1, Purposes.Noise, 3, 4));
    }

    [Fact]
    public void State_is_that_of_the_published_generator()
    {
        // Reference: the authors' C code for SplitMix64 and xoshiro256**, stepped by hand in unbounded integers below.
        var state = new System.Numerics.BigInteger[4];
        System.Numerics.BigInteger seed = 12345, mask = ulong.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            seed = (seed + 0x9E3779B97F4A7C15) & mask;
            var z = seed;
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask;
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask;
            state[i] = z ^ (z >> 31);
        }

        System.Numerics.BigInteger Rotate(System.Numerics.BigInteger x, int by) => ((x << by) | (x >> (64 - by))) & mask;
        var stream = new RandomStream(12345);
        for (var i = 0; i < 100; i++)
        {
            var expected = Rotate(state[1] * 5 & mask, 7) * 9 & mask;
            var shifted = (state[1] << 17) & mask;
            state[2] ^= state[0];
            state[3] ^= state[1];
            state[1] ^= state[2];
            state[0] ^= state[3];
            state[2] ^= shifted;
            state[3] = Rotate(state[3], 45);
            Assert.Equal((ulong)expected, stream.NextUInt64());
        }
    }

    [Fact]
    public void Purposes_counters_and_seeds_give_different_streams()
    {
        var seeds = new List<ulong>();
        foreach (var purpose in new[] { Purposes.Noise, Purposes.Order, Purposes.Init, Purposes.Augmentation, Purposes.Split, Purposes.Glyphs })
            for (ulong run = 0; run < 50; run++)
            {
                seeds.Add(RandomStream.DeriveSeed(run, purpose));
                for (var epoch = 0L; epoch < 20; epoch++)
                {
                    seeds.Add(RandomStream.DeriveSeed(run, purpose, epoch));
                    seeds.Add(RandomStream.DeriveSeed(run, purpose, epoch, 0));
                    seeds.Add(RandomStream.DeriveSeed(run, purpose, -1, epoch));
                }
            }

        Assert.Equal(seeds.Count, seeds.Distinct().Count());
    }

    [Fact]
    public void Neighbouring_streams_are_not_correlated()
    {
        // 64 bits of two neighbours differ in 32 on average, with standard deviation 4; the mean over 2,000 pairs lies within 5 of its own.
        var differing = Enumerable.Range(0, 2_000).Average(epoch => System.Numerics.BitOperations.PopCount(
            RandomStream.Derive(7, Purposes.Order, epoch).NextUInt64() ^ RandomStream.Derive(7, Purposes.Order, epoch + 1).NextUInt64()));
        Assert.InRange(differing, 32 - 5 * 4 / Math.Sqrt(2_000), 32 + 5 * 4 / Math.Sqrt(2_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Integers_are_uniform(int max)
    {
        var stream = new RandomStream(5);
        const int draws = 200_000;
        var counts = new int[max];
        for (var i = 0; i < draws; i++)
            counts[stream.NextInt(max)]++;
        var expected = draws / (double)max;
        var chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquare, 0, max - 1 + 5 * Math.Sqrt(2.0 * Math.Max(1, max - 1)));
    }

    [Fact]
    public void Integers_are_unbiased_for_a_range_near_two_to_the_31()
    {
        // Taking the remainder of 32 bits would give the lower part of this range twice as often.
        const int max = 1_500_000_000;
        var stream = new RandomStream(6);
        var low = Enumerable.Range(0, 100_000).Count(_ => stream.NextInt(max) < max / 2);
        Assert.InRange(low, 50_000 - 5 * 159, 50_000 + 5 * 159);
    }

    [Fact]
    public void Gaussians_have_the_moments_and_tails_of_a_normal()
    {
        var stream = new RandomStream(9);
        var draws = Enumerable.Range(0, 400_000).Select(_ => stream.NextGaussian()).ToArray();
        Assert.InRange(draws.Average(), -0.008, 0.008);
        Assert.InRange(draws.Average(x => x * x), 0.985, 1.015);
        Assert.InRange(draws.Average(x => x * x * x * x), 2.9, 3.1);
        Assert.InRange(draws.Count(x => Math.Abs(x) > 1.959964) / 400_000.0, 0.048, 0.052);
    }

    [Fact]
    public void Permutations_hold_every_number_once_and_put_each_anywhere()
    {
        var firsts = new int[5];
        for (var seed = 0UL; seed < 5_000; seed++)
        {
            var order = new RandomStream(seed).Permutation(5);
            Assert.Equal([0, 1, 2, 3, 4], order.Order());
            firsts[order[0]]++;
        }

        Assert.All(firsts, count => Assert.InRange(count, 1_000 - 5 * 29, 1_000 + 5 * 29));
    }
}
