using System.Text.Json.Nodes;
using Skeptic.Experiments;

namespace Skeptic.Tests.Experiments;

/// <summary>From an experiment's file to its cells.</summary>
public sealed class ExperimentTests
{
    [Fact]
    public void Cells_are_the_product_of_the_axes_the_last_one_running_fastest()
    {
        var experiment = Of("""{"grid": {"noise": ["pair", "symmetric"], "rate": ["0.2", "0.4"], "method": ["ce", "cdr+aux"], "seed": ["1", "2", "3"]}, "settings": {"epochs": "7"}}""");
        Assert.Equal(24, experiment.Cells.Count);
        Assert.Equal(24, experiment.Cells.Select(cell => cell.Recipe.Id).Distinct().Count());
        Assert.Equal(["pair · 0.2 · ce · 1", "pair · 0.2 · ce · 2"], experiment.Cells.Take(2).Select(cell => cell.Title));
        var last = experiment.Cells[^1].Recipe;
        Assert.Equal(("symmetric:0.4", "cdr+aux", 3UL, 7), (last.Noise, last.Method, last.Seed, last.Epochs));
    }

    [Fact]
    public void A_cell_is_named_by_its_content_and_not_by_its_file()
    {
        const string File = """{"grid": {"method": ["sop"], "seed": ["1"]}, "settings": {"noise": "pair:0.4"}}""";
        var (one, renamed) = (Of(File, "a/b").Cells.Single(), Of(File, "c").Cells.Single());
        Assert.Equal(one.Recipe.Name, renamed.Recipe.Name);
        // Written otherwise, meant the same.
        Assert.Equal(one.Recipe.Name, Of("""{"grid": {"noise": ["pair"], "seed": ["1"]}, "settings": {"rate": "0.4", "method": {"use": "sop"}}}""").Cells.Single().Recipe.Name);
        Assert.NotEqual(one.Recipe.Id, Of(File.Replace("pair:0.4", "pair:0.3")).Cells.Single().Recipe.Id);
        Assert.NotEqual(one.Recipe.Id, Of(File, over: new JsonObject { ["epochs"] = "3" }).Cells.Single().Recipe.Id);
        Assert.EndsWith("-sop-lenet-s1-" + one.Recipe.Id, one.Directory("runs"));
    }

    [Fact]
    public void Labels_carry_settings_and_overrides_change_some_cells()
    {
        var experiment = Of("""
            {"grid": {"protocol": {"short": {"epochs": "2"}, "long": {"epochs": "9", "batch": "64"}}, "method": ["ce", "aux", "cdr"]},
             "settings": {"noise": "pair:0.4"},
             "overrides": [{"when": {"method": ["aux", "cdr"]}, "settings": {"optimiser": {"weightDecay": "0.01"}}},
                           {"when": {"method": "aux", "protocol": "long"}, "settings": {"method": {"aux": {"lambda": "5"}}, "batch": "16"}}]}
            """);
        Assert.Equal(
            [("short", "ce", 2, 32, 1e-3), ("short", "aux", 2, 32, 0.01), ("short", "cdr", 2, 32, 0.01), ("long", "ce", 9, 64, 1e-3), ("long", "aux", 9, 16, 0.01), ("long", "cdr", 9, 64, 0.01)],
            experiment.Cells.Select(cell => (cell.Labels["protocol"], cell.Labels["method"], cell.Recipe.Epochs, cell.Recipe.Batch, cell.Recipe.Optimiser.WeightDecay)));
        Assert.Equal(5, (double)experiment.Cells[4].Recipe.ToJson()["method"]!["aux"]!["lambda"]!);
    }

    [Fact]
    public void Options_of_a_method_are_an_axis_by_their_path()
    {
        var experiment = Of("""{"grid": {"method.aux.lambda": ["1", "8"]}, "settings": {"method": "aux"}}""");
        Assert.Equal([1, 8], experiment.Cells.Select(cell => (double)cell.Recipe.ToJson()["method"]!["aux"]!["lambda"]!));
    }

    [Fact]
    public void Presets_are_an_axis_whose_settings_others_win_over()
    {
        var experiment = Of("""{"grid": {"preset": ["sr/mnist/ce", "sr/mnist/ce+sr"], "rate": ["0.8"]}, "settings": {"noise": "symmetric", "epochs": "3"}}""");
        var preset = Skeptic.Presets.PresetCatalogue.Find("sr/mnist/ce+sr").Settings;
        var recipe = experiment.Cells[1].Recipe;
        Assert.Equal(("ce+sr", "symmetric:0.8", 3, (int)preset["batch"]!), (recipe.Method, recipe.Noise, recipe.Epochs, recipe.Batch));
    }

    [Theory]
    [InlineData("""{"settings": {}}""", "it has no grid")]
    [InlineData("""{"grid": {"method": ["ce"]}, "gird": {}}""", "there is no entry of an experiment 'gird'. Did you mean 'grid'?")]
    [InlineData("""{"grid": {"method": "ce"}}""", "grid.method is a single value; write a list, such as [ce]")]
    [InlineData("""{"grid": {"method": []}}""", "grid.method holds nothing")]
    [InlineData("""{"grid": {"method": ["ce", "ce"]}}""", "grid.method names ce twice")]
    [InlineData("""{"grid": {"method": [["ce"]]}}""", "grid.method: a value must be a single word or number")]
    [InlineData("""{"grid": {"long": {"a": "3"}}}""", "grid.long.a must hold settings")]
    [InlineData("""{"grid": {"method": ["cee"]}}""", "cee: there is no method 'cee'. Did you mean 'ce'?")]
    [InlineData("""{"grid": {"lambda": ["1"]}}""", "1: there is no setting 'lambda'")]
    [InlineData("""{"grid": {"rate": ["0.2"]}}""", "there is a rate and no noise; write noise beside it")]
    [InlineData("""{"grid": {"method": ["ce"]}, "overrides": [{"when": {"methd": "ce"}, "settings": {}}]}""", "an override is for 'methd', and the grid has no such axis, only method")]
    [InlineData("""{"grid": {"method": ["ce"]}, "overrides": [{"when": {"method": "sop"}, "settings": {}}]}""", "an override is for method sop, and grid.method has only ce")]
    [InlineData("""{"grid": {"method": ["ce"]}, "overrides": [{"when": {"method": "ce"}}]}""", "an override must read")]
    public void What_cannot_be_meant_is_told_with_the_files_name(string json, string told)
    {
        var message = Assert.Throws<ExperimentException>(() => Of(json, "mine/file")).Message;
        Assert.StartsWith("mine/file: ", message);
        Assert.Contains(told, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_need_only_suit_the_part_of_the_grid_that_is_meant()
    {
        var json = JsonNode.Parse("""{"grid": {"method": ["ce", "ce+sr"], "noise": ["pair:0.2", "pair:0.4"], "seed": [1, 2]}}""")!.AsObject();
        var over = new JsonObject { ["method"] = new JsonObject { ["sr"] = new JsonObject { ["every"] = 1 } } };
        Assert.Contains("method.sr: this run uses ce, not sr", Assert.Throws<ExperimentException>(() => Experiment.From("test", json, over)).Message);
        var only = new[] { ("method", "ce+sr"), ("seed", "2") }.ToLookup(one => one.Item1, one => one.Item2);
        var part = Experiment.From("test", json, over, only);
        Assert.Equal(["ce+sr · pair:0.2 · 2", "ce+sr · pair:0.4 · 2"], part.Cells.Select(cell => cell.Title));
        Assert.Equal([1, 2, 1], part.Axes.Select(axis => axis.Values.Count));
        string Refused(string axis, string label) => Assert.Throws<ExperimentException>(() => Experiment.From("test", json, null, new[] { label }.ToLookup(_ => axis, one => one))).Message;
        Assert.Equal("test: there is no axis 'model', and the grid has only method, noise, seed", Refused("model", "lenet"));
        Assert.Equal("test: the axis seed has no value '3', only 1, 2", Refused("seed", "3"));
    }

    private static Experiment Of(string json, string name = "test", JsonObject? over = null) => Experiment.From(name, JsonNode.Parse(json)!.AsObject(), over);
}
