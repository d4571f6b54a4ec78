using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class RecipeTests
{
    private const string Settings =
        """
        {
          "dataset": "mnist", "noise": "pair:0.45", "draws": "numpy-legacy", "seed": 7, "epochs": 3, "width": 0.5,
          "method": { "use": "cdr+aux", "aux": { "lambda": 4 }, "cdr": { "noiseRate": 0.45, "decay": "l1" } },
          "optimiser": { "name": "adam-w", "learningRate": 0.001 }, "validation": { "share": 0.2, "order": "before-noise" },
          "seeds": { "order": 3 }, "schedule": "multistep:1,2:0.1"
        }
        """;

    [Fact]
    public void A_recipe_comes_back_from_its_JSON()
    {
        var recipe = From(Settings);
        var again = From(recipe.ToJson().ToJsonString());
        Assert.Equal(recipe.ToJson().ToJsonString(), again.ToJson().ToJsonString());
        Assert.Equal(recipe.Id, again.Id);
        Assert.Equal((3ul, null), (again.Seeds.Order, again.Seeds.Noise));
        Assert.Equal((OptimiserKind.AdamW, Data.SplitOrder.BeforeNoise, Randomness.RandomSource.NumpyLegacy), (again.Optimiser.Name, again.Validation.Order, again.Draws));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_recipe_of_every_method_comes_back_from_its_JSON(string method)
    {
        var recipe = TinyRun.Recipe(method);
        Assert.Equal(recipe.Id, From(recipe.ToJson().ToJsonString()).Id);
    }

    public static TheoryData<string> Methods => [.. MethodCatalogue.All.Select(entry => entry.Key), "cdr+aux"];

    [Fact]
    public void The_JSON_writes_out_every_default()
    {
        var tree = From("{}").ToJson();
        foreach (var option in OptionInfo.Of(typeof(Recipe)).Where(option => option.Default is not null)) Assert.NotNull(tree[option.Name]);
        Assert.Equal("ce", (string?)tree["method"]!["use"]);
        Assert.Equal(8, (double)From("""{ "method": "aux" }""").ToJson()["method"]!["aux"]!["lambda"]!);
    }

    [Fact]
    public void The_order_of_settings_does_not_matter()
    {
        static JsonNode? Reversed(JsonNode? node) => node is JsonObject tree
            ? new JsonObject(tree.Reverse().Select(pair => KeyValuePair.Create(pair.Key, Reversed(pair.Value))))
            : node?.DeepClone();
        var recipe = From(Settings);
        Assert.Equal(recipe.Id, Recipe.From(Reversed(JsonNode.Parse(Settings))!.AsObject()).Id);
        Assert.Equal(recipe.ToJson().ToJsonString(), Recipe.From(Reversed(recipe.ToJson())!.AsObject()).ToJson().ToJsonString());
    }

    [Fact]
    public void A_default_that_is_written_out_changes_nothing()
    {
        Assert.Equal(From("{}").Id, From("""{ "epochs": 20, "optimiser": { "momentum": 0.9 }, "method": "ce", "seeds": {} }""").Id);
        Assert.Equal(From("""{ "method": "aux" }""").Id, From("""{ "method": { "use": "aux", "aux": { "lambda": 8.0 } } }""").Id);
        Assert.Equal(From("{}").Id, new Recipe().Id);
        Assert.Equal(From("""{ "width": 1 }""").Id, From("""{ "width": "1.0" }""").Id);
    }

    [Fact]
    public void The_id_does_not_change_between_versions_unawares() =>
        // A change here orphans every run directory: it needs a reason and a word in the notes of the release.
        Assert.Equal("7d1e8cc2", From(Settings).Id);

    [Fact]
    public void Every_setting_changes_the_id()
    {
        var recipe = From(Settings);
        var ids = new HashSet<string> { recipe.Id };
        foreach (var (path, value) in Leaves(recipe.ToJson(), "").Append(("seeds.noise", null)).Append(("seeds.initial", null)))
        {
            if (path is "method.use") continue;
            var tree = recipe.ToJson();
            SettingsTree.Set(tree, path, Other(path, value));
            Assert.True(ids.Add(Recipe.From(tree).Id), $"{path} does not change the id");
        }
        Assert.True(ids.Add(From(Settings.Replace("cdr+aux", "aux+cdr")).Id), "the order of methods does not change the id");
    }

    [Fact]
    public void The_name_is_readable_and_fits_a_file()
    {
        var recipe = From(Settings);
        Assert.Equal($"mnist-pair-0.45-cdr+aux-lenet-s7-{recipe.Id}", recipe.Name);
        Assert.DoesNotContain('/', From("""{ "noise": "matrix:some/file.npy" }""").Name);
        Assert.Matches("^[0-9a-f]{8}$", recipe.Id);
    }

    [Theory]
    [InlineData("""{ "epoch": 3 }""", "epochs")]
    [InlineData("""{ "optimiser": { "lerningRate": 3 } }""", "optimiser.learningRate")]
    [InlineData("""{ "method": { "use": "aux", "aux": { "lamda": 3 } } }""", "method.aux.lambda")]
    [InlineData("""{ "method": "auxx" }""", "aux")]
    [InlineData("""{ "method": "spo" }""", "sop")]
    public void An_unknown_setting_is_refused_with_the_nearest(string settings, string nearest)
    {
        var message = Assert.Throws<SettingsException>(() => From(settings)).Message;
        Assert.StartsWith("there is no ", message);
        Assert.Contains(nearest, message);
    }

    [Theory]
    [InlineData("""{ "epochs": 0 }""", "epochs is 0; it must be 1 to 100000")]
    [InlineData("""{ "epochs": 2.5 }""", "epochs is '2.5'; it must be a whole number")]
    [InlineData("""{ "validation": { "share": 1 } }""", "validation.share is 1; it must be 0 to 0.9")]
    [InlineData("""{ "optimiser": { "learningRate": 0 } }""", "optimiser.learningRate is 0; it must be above 0")]
    [InlineData("""{ "optimiser": { "learningRate": "NaN" } }""", "optimiser.learningRate is NaN; it must be above 0")]
    [InlineData("""{ "optimiser": { "name": "sdg" } }""", "optimiser.name is 'sdg'; it must be one of sgd, adam, adam-w")]
    [InlineData("""{ "optimiser": 3 }""", "optimiser holds several settings; name one of them, such as optimiser.name")]
    [InlineData("""{ "optimiser": { "name": "adam", "beta1From": 3 } }""", "optimiser.beta1After and optimiser.beta1From say together what beta1 becomes and when; give both or neither")]
    [InlineData("""{ "optimiser": { "beta1After": 0.1, "beta1From": 3 } }""", "optimiser.beta1After changes Adam's beta1, and optimiser.name is sgd; take adam or adam-w, or leave it out")]
    [InlineData("""{ "seed": -1 }""", "seed is '-1'; it must be a whole number of at least 0")]
    [InlineData("""{ "seed": [1] }""", "seed takes a single value")]
    [InlineData("""{ "dataset": null }""", "dataset needs a value")]
    [InlineData("""{ "method": { "use": "gce", "gce": { "q": 1.5 } } }""", "method.gce.q is 1.5; it must be 0 (exclusive) to 1")]
    [InlineData("""{ "method": { "use": "cdr", "cdr": { "scaleBiases": "maybe" } } }""", "method.cdr.scaleBiases is 'maybe'; it must be true or false")]
    public void A_value_that_does_not_fit_is_refused_with_what_does(string settings, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => From(settings)).Message);

    [Theory]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    public void A_number_without_an_end_is_refused(string number) =>
        Assert.Contains("clipNorm", Assert.Throws<SettingsException>(() => From($$"""{ "clipNorm": "{{number}}" }""")).Message);

    private static Recipe From(string settings) => Recipe.From(JsonNode.Parse(settings)!.AsObject());

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonObject tree, string prefix) =>
        tree.SelectMany(pair => pair.Value is JsonObject inner ? Leaves(inner, $"{prefix}{pair.Key}.") : [(prefix + pair.Key, pair.Value)]);

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString());

    private static JsonNode Other(string path, JsonNode? value) => path switch
    {
        "noise" => "pair:0.4",
        "draws" => "stream",
        "augment" => "flip",
        "optimiser.name" => "sgd",
        "validation.order" => "after-noise",
        "method.cdr.decay" => "l2",
        _ => value?.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "other",
            System.Text.Json.JsonValueKind.True => false,
            System.Text.Json.JsonValueKind.False => true,
            System.Text.Json.JsonValueKind.Number when path is "epochs" or "batch" or "patience" or "seed" or "seeds.order" or "samples" => Number(value) + 40,
            System.Text.Json.JsonValueKind.Number => Math.Round(Number(value) * 0.5 + 0.01, 4),
            _ => 77,
        },
    };
}
