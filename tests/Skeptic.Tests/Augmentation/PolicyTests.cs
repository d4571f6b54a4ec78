using Skeptic.Augmentation;
using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>Which operations policies draw, how often and how strongly.</summary>
public sealed class PolicyTests
{
    [Fact]
    public void The_learned_policy_draws_its_pairs_alike_and_each_step_with_its_probability()
    {
        const int Draws = 50_000;
        Assert.Equal(25, AutoAugment.Pairs.Count);
        var draws = new RandomStream(11);
        var seen = new Dictionary<(PolicyOperation, double), int>();
        for (var i = 0; i < Draws; i++)
        {
            var (first, second) = AutoAugment.Draw(draws);
            foreach (var step in new[] { first, second })
                seen[(step.Operation, Math.Abs(step.Magnitude))] = seen.GetValueOrDefault((step.Operation, Math.Abs(step.Magnitude))) + 1;
        }
        // 50,000 / 25 is 2000 draws a pair.
        var expected = AutoAugment.Pairs.SelectMany(pair => new[] { (pair.First, pair.M1, pair.P1), (pair.Second, pair.M2, pair.P2) })
            .GroupBy(step => (step.Item1, step.Item2)).ToDictionary(group => group.Key, group => 2000 * group.Sum(step => step.Item3));
        foreach (var ((operation, magnitude), times) in expected)
            Assert.InRange(seen.GetValueOrDefault((operation, magnitude)), times - 5 * Math.Sqrt(times) - 1, times + 5 * Math.Sqrt(times) + 1);
        Assert.Equal(2 * Draws, seen.Values.Sum());
        Assert.Equal(2 * Draws - expected.Values.Sum(), seen[(PolicyOperation.Identity, 0)], Draws / 50.0);
    }

    [Fact]
    public void Moves_go_either_way_alike()
    {
        var draws = new RandomStream(12);
        var moves = Enumerable.Range(0, 20_000).Select(_ => AutoAugment.Draw(draws)).SelectMany(pair => new[] { pair.First, pair.Second })
            .Where(step => step.Operation == PolicyOperation.TranslateY).ToList();
        Assert.InRange(moves.Count, 2000, 3200);
        Assert.InRange(moves.Count(step => step.Magnitude < 0) / (double)moves.Count, 0.46, 0.54);
        Assert.Equal([3.0, 9], moves.Select(step => Math.Abs(step.Magnitude)).Distinct().Order());
    }

    [Fact]
    public void Random_policies_draw_fourteen_operations_alike_within_their_ranges()
    {
        var draws = new RandomStream(13);
        var full = Enumerable.Range(0, 14_000).Select(_ => new RandAugment(1, 30).Draw(32, 64, draws)).GroupBy(step => step.Operation)
            .ToDictionary(group => group.Key, group => (Times: group.Count(), Seen: group.Select(step => Math.Round(step.Magnitude, 6)).Distinct().Order().ToArray()));
        Assert.Equal(14, full.Count);
        Assert.All(full.Values, operation => Assert.InRange(operation.Times, 850, 1150));
        Assert.Equal([-0.3, 0.3], full[PolicyOperation.ShearX].Seen);
        Assert.Equal([-29.0, 29], full[PolicyOperation.TranslateX].Seen);
        Assert.Equal([-14.0, 14], full[PolicyOperation.TranslateY].Seen);
        Assert.Equal([-30.0, 30], full[PolicyOperation.Rotate].Seen);
        Assert.Equal([0.1, 1.9], full[PolicyOperation.Contrast].Seen);
        Assert.Equal([4.0], full[PolicyOperation.Posterize].Seen);
        Assert.Equal([0.0], full[PolicyOperation.Solarize].Seen);
        Assert.DoesNotContain(PolicyOperation.Invert, full.Keys);
    }

    [Fact]
    public void A_magnitude_of_zero_moves_nothing_and_changes_no_level_but_by_histogram()
    {
        // 9 pixels are too few to equalise, and levels from 0 to 255 are stretched already. 255 alone reaches a threshold of 255.
        float[] image = [0, 32, 64, 96, 128, 160, 192, 224, 255];
        Assert.All(
            Picture.Apply(new RandAugment(2, 0), image, 1, 3, 3, copies: 200),
            view => Assert.True(view.SequenceEqual(image) || view.SequenceEqual([.. image[..8], 0])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_image_is_changed_by_its_own_draw_in_grey_and_in_colour(int channels)
    {
        var draws = new RandomStream(14);
        float[] image = [.. Enumerable.Range(0, channels * 400).Select(_ => (float)draws.NextInt(256))];
        foreach (var policy in new Operation[] { new AutoAugment(), new RandAugment(2, 9) })
        {
            var views = Picture.Apply(policy, image, channels, 20, 20, copies: 200);
            Assert.True(views.Select(view => string.Join(' ', view)).Distinct().Count() > 20);
            Assert.Contains(views, view => view.SequenceEqual(image));
            Assert.All(views.SelectMany(view => view), pixel => Assert.True(pixel is >= 0 and <= 255 && pixel == MathF.Floor(pixel)));
        }
    }

    [Fact]
    public void Images_of_a_batch_get_their_own_steps()
    {
        using var scope = Scope.Open();
        var images = Tensor.From(Picture.Ramp(9)).Reshape(1, 1, 3, 3).Expand(4, 1, 3, 3).Contiguous();
        PolicyStep.Apply(images, [new(PolicyOperation.Invert), new(PolicyOperation.Identity), new(PolicyOperation.TranslateX, 1), new(PolicyOperation.TranslateX, -2)]);
        var views = images.ToArray<float>().Chunk(9).ToArray();
        Assert.Equal(Picture.Ramp(9).Select(pixel => 255 - pixel), views[0]);
        Assert.Equal(Picture.Ramp(9), views[1]);
        Assert.Equal([2f, 3, 0, 5, 6, 0, 8, 9, 0], views[2]);
        Assert.Equal([0f, 0, 1, 0, 0, 4, 0, 0, 7], views[3]);
    }
}
