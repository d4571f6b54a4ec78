using Skeptic.Cli.Demo;
using Skeptic.Noise;
using Skeptic.Settings;

namespace Skeptic.Cli.Tests.Demo;

public class DemoPlanTests
{
    [Fact]
    public void Plain_cross_entropy_comes_first_and_two_robust_methods_follow()
    {
        var parts = MadeUpRuns.Parts();
        Assert.Equal(3, parts.Count);
        Assert.Equal("ce", parts[0].Method);
        Assert.DoesNotContain("ce", parts.Skip(1).Select(part => part.Method));
    }

    [Fact]
    public void All_runs_see_the_same_data_noise_network_and_seed() =>
        Assert.Single(MadeUpRuns.Parts().Select(part => part.Recipe).Select(r => (r.Dataset, r.Noise, r.Model, r.Seed, r.Samples, r.Validation)).Distinct());

    [Fact]
    public void Options_reach_every_recipe_and_make_directories_of_their_own()
    {
        var options = MadeUpRuns.Options() with { Seed = "7", Epochs = "3", Samples = "500", Noise = "pair:0.3" };
        var parts = DemoPlan.Parts(options);
        Assert.All(parts, part => Assert.Equal((7UL, 3, 500, "pair:0.3"), (part.Recipe.Seed, part.Recipe.Epochs, part.Recipe.Samples, part.Recipe.Noise)));
        Assert.Equal(6, parts.Concat(MadeUpRuns.Parts()).Select(part => part.Directory).Distinct().Count());
        Assert.All(parts, part => Assert.Equal(Path.Combine("out", part.Recipe.Name), part.Directory));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("symmetric:0")]
    public void Noise_that_leaves_every_label_right_is_refused(string noise) =>
        Assert.Contains("nothing to show", Assert.Throws<UsageException>(() => DemoPlan.Parts(MadeUpRuns.Options() with { Noise = noise })).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_out_of_range_are_refused_before_anything_runs()
    {
        Assert.Throws<SettingsException>(() => DemoPlan.Parts(MadeUpRuns.Options() with { Epochs = "0" }));
        Assert.Throws<SettingsException>(() => DemoPlan.Parts(MadeUpRuns.Options() with { Seed = "-1" }));
        Assert.Throws<NoiseException>(() => DemoPlan.Parts(MadeUpRuns.Options() with { Noise = "0.4" }));
    }
}
