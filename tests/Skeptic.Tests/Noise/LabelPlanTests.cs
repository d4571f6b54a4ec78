using Skeptic.Data;
using Skeptic.Noise;

namespace Skeptic.Tests;

public sealed class LabelPlanTests
{
    private static readonly Dataset s_glyphs = Glyphs.Draw(new() { TrainCount = 2_000, TestCount = 10 });

    private static readonly LabelPlan s_plan = new() { Noise = NoiseSpec.Parse("symmetric:0.4"), NoiseSeed = 1, ValidationShare = 0.25, SplitSeed = 2 };

    [Fact]
    public void After_noise_the_validation_labels_are_as_noisy_as_the_training_labels()
    {
        var planned = s_plan.Apply(s_glyphs);
        var flipped = planned.Noise.Flipped();
        Assert.InRange(planned.Split.Validation.Count(i => flipped[i]) / 500.0, 0.3, 0.5);
        Assert.InRange(planned.Split.Train.Count(i => flipped[i]) / 1_500.0, 0.34, 0.46);
        Assert.Null(planned.Noise.Scope);
    }

    [Fact]
    public void Before_noise_the_validation_labels_stay_clean()
    {
        var planned = (s_plan with { Order = SplitOrder.BeforeNoise }).Apply(s_glyphs);
        var flipped = planned.Noise.Flipped();
        Assert.DoesNotContain(planned.Split.Validation, i => flipped[i]);
        Assert.InRange(planned.Noise.RealisedRate, 0.34, 0.46);
        Assert.Equal(planned.Split.Train, planned.Noise.Scope);
    }

    [Fact]
    public void The_order_does_not_change_the_split()
        => Assert.Equal(s_plan.Apply(s_glyphs).Split.Validation, (s_plan with { Order = SplitOrder.BeforeNoise }).Apply(s_glyphs).Split.Validation);

    [Fact]
    public void Without_a_plan_all_is_clean_and_nothing_set_aside()
    {
        var planned = new LabelPlan().Apply(s_glyphs);
        Assert.Equal(s_glyphs.Train.Labels, planned.Noise.Given);
        Assert.Empty(planned.Split.Validation);
        Assert.Equal(2_000, planned.Split.Train.Length);
    }
}
