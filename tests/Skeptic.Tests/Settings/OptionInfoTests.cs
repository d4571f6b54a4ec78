using Skeptic.Methods;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Every option that users may set is described, and its default is legal.</summary>
public sealed class OptionInfoTests
{
    public static TheoryData<string> Records => [.. All.Keys];

    private static Dictionary<string, Type> All =>
        MethodCatalogue.All.Where(entry => entry.OptionsType is not null).ToDictionary(entry => entry.Key, entry => entry.OptionsType!)
            .Concat(new Dictionary<string, Type> { ["recipe"] = typeof(Recipe), ["optimiser"] = typeof(OptimiserRecipe), ["validation"] = typeof(ValidationRecipe), ["seeds"] = typeof(SeedRecipe) })
            .ToDictionary();

    [Theory]
    [MemberData(nameof(Records))]
    public void Options_are_described_and_their_defaults_legal(string record)
    {
        var type = All[record];
        var options = OptionInfo.Of(type);
        Assert.NotEmpty(options);
        foreach (var option in options)
        {
            Assert.False(string.IsNullOrWhiteSpace(option.Summary), $"{option.Name} has no summary");
            Assert.True(option.Default is not null || option.IsNullable, $"{option.Name} has no default");
        }
        // What the record holds by itself goes through the binder's checks and comes back equal.
        var defaults = SettingsBinder.ToJson(Activator.CreateInstance(type)!);
        Assert.Equal(defaults.ToJsonString(), SettingsBinder.ToJson(SettingsBinder.Bind(type, defaults, record)).ToJsonString());
    }

    [Fact]
    public void Ranges_read_as_text()
    {
        string Range(Type type, string name) => OptionInfo.Of(type).Single(option => option.Name == name).Range;
        Assert.Equal("0 (exclusive) to 1", Range(typeof(GceOptions), "q"));
        Assert.Equal("0 to 1 (exclusive)", Range(typeof(CdrOptions), "noiseRate"));
        Assert.Equal("at least 0", Range(typeof(AuxOptions), "lambda"));
        Assert.Equal("above 0", Range(typeof(SopOptions), "initial"));
        Assert.Equal("one of ce-and-mse, ce-only", Range(typeof(SopOptions), "gradientOfU"));
        Assert.Equal("", Range(typeof(Recipe), "dataset"));
    }

    [Fact]
    public void Names_are_matched_whatever_their_case() =>
        Assert.Equal(4, SettingsBinder.Bind<AuxOptions>(new() { ["LAMBDA"] = 4 }).Lambda);

    [Fact]
    public void None_empties_an_option_that_may_be_empty()
    {
        Assert.Null(SettingsBinder.Bind<CdrOptions>(new() { ["noiseRate"] = "none" }).NoiseRate);
        Assert.Contains("must be a number", Assert.Throws<SettingsException>(() => SettingsBinder.Bind<AuxOptions>(new() { ["lambda"] = "none" })).Message);
    }
}
