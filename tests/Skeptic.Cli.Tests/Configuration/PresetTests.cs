using Skeptic.Cli.Configuration;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Presets;
using Skeptic.Settings;

namespace Skeptic.Cli.Tests.Configuration;

public sealed class PresetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. PresetCatalogue.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_preset_is_a_recipe_that_could_start(string name)
    {
        var recipe = new RecipeSources { Preset = name }.Recipe();
        RecipeCheck.Check(recipe.Noise == "none" ? recipe with { Noise = "symmetric:0.4" } : recipe);
        var preset = PresetCatalogue.Find(name);
        Assert.Contains("/", name);
        Assert.Matches(@"(19|20)\d\d$|table 1$", preset.Paper);
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(PresetCatalogue.All.Count, PresetCatalogue.All.Select(preset => preset.Name).Distinct().Count());

    [Fact]
    public void The_file_flags_and_assignments_win_over_it()
    {
        var file = _folder.Write("a.yaml", "batch: 17\nepochs: 5\n");
        var recipe = new RecipeSources { Preset = "cdr/mnist/cdr", File = file, Flags = [("epochs", "6")], Assignments = ["optimiser.weightDecay=0.5"] }.Recipe();
        Assert.Equal((17, 6, 0.5, "cdr", "multistep:9,19:0.1"), (recipe.Batch, recipe.Epochs, recipe.Optimiser.WeightDecay, recipe.Method, recipe.Schedule));
    }

    [Fact]
    public void A_file_may_name_it()
    {
        var file = _folder.Write("a.yaml", "preset: cdr/mnist/cdr\nepochs: 5\n");
        Assert.Equal((5, "cdr"), (new RecipeSources { File = file }.Recipe().Epochs, new RecipeSources { File = file }.Recipe().Method));
        Assert.Equal("ce", new RecipeSources { File = file, Preset = "cdr/mnist/sgd" }.Recipe().Method);
    }

    [Fact]
    public void Options_of_its_methods_go_when_another_method_is_chosen()
    {
        var recipe = new RecipeSources { Preset = "cdr-aux/mnist/cdr+aux", Flags = [("method.use", "gce")] }.Recipe();
        Assert.Equal("gce", recipe.Method);
        var e = Assert.Throws<SettingsException>(() =>
            new RecipeSources { Preset = "cdr-aux/mnist/cdr+aux", Flags = [("method.use", "gce")], Assignments = ["method.aux.lambda=3"] }.Recipe());
        Assert.Contains("method.aux", e.Message);
    }

    [Fact]
    public void An_unknown_one_suggests_the_nearest()
    {
        var e = Assert.Throws<SettingsException>(() => new RecipeSources { Preset = "sr/mnist/ce+rs" }.Recipe());
        Assert.Contains("sr/mnist/ce+sr", e.Message);
    }

    [Fact]
    public void One_is_shown_with_paper_tables_and_settings()
    {
        var text = Here.Run("presets", "sr/mnist/gce+sr").Output;
        Assert.Contains("ICCV 2021", text);
        Assert.Contains("1, 2, S1", text);
        Assert.Contains("the authors' code", text);
        Assert.Contains("method.gce.q ", text);
        Assert.Contains("--preset sr/mnist/gce+sr", text);
    }
}
