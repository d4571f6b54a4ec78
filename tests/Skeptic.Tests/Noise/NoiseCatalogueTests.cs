using Skeptic.Noise;

namespace Skeptic.Tests;

public sealed class NoiseCatalogueTests
{
    [Fact]
    public void Names_and_aliases_are_unique() => Assert.Equal(NoiseCatalogue.Names.Count, NoiseCatalogue.Names.Distinct().Count());

    [Fact]
    public void Every_convention_has_a_one_line_summary()
        => Assert.All(NoiseCatalogue.All, convention => Assert.Matches(@"^[^\n]{20,160}$", convention.Summary));

    [Fact]
    public void Every_name_resolves_to_the_convention_that_bears_it()
        => Assert.All(NoiseCatalogue.All, convention => Assert.All(convention.Aliases.Append(convention.Name), name => Assert.Same(convention, NoiseCatalogue.Resolve(name, "x"))));

    [Theory]
    [InlineData("mnist", "asym-mnist")]
    [InlineData("glyphs", "asym-mnist")]
    [InlineData("fashion-mnist", "asym-fashion-mnist")]
    [InlineData("cifar10", "asym-cifar10")]
    [InlineData("cifar100", "asym-cifar100")]
    public void Asymmetric_depends_on_the_data_set(string dataSet, string convention) => Assert.Equal(convention, NoiseCatalogue.Resolve("asymmetric", dataSet).Name);

    [Fact]
    public void Asymmetric_for_another_data_set_says_what_exists()
    {
        var message = Assert.Throws<NoiseException>(() => NoiseCatalogue.Resolve("asymmetric", "webvision-mini")).Message;
        Assert.Contains("'webvision-mini'", message);
        Assert.Contains("mnist, glyphs, fashion-mnist, cifar10, cifar100", message);
    }
}
