using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Recipes and runs on data of one's own.</summary>
public sealed class OwnRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_glyphs_is_learnt_and_its_run_says_all_that_a_prediction_needs()
    {
        var glyphs = Glyphs.Draw();
        var images = (ImageArray)glyphs.Train.Inputs;
        var used = new int[10];
        for (var i = 0; used.Sum() < 200; i++)
        {
            var label = glyphs.Train.Labels[i];
            if (label > 3 || used[label] == 50) continue;
            _folder.Write($"glyphs/digit {label}/{used[label]++:D2}.png", OddPictures.Png(28, 28, 1, (y, x, _) => images[i][28 * y + x]));
        }

        var recipe = Recipe("glyphs", "model=lenet", "epochs=25", "batch=16", "optimiser.learningRate=0.05");
        using var workplace = new Workplace(Folders, Device.Cpu);
        using var directory = RunDirectory.Open(_folder["run"], recipe);
        var outcome = Trainer.Train(recipe, workplace, directory);
        // Four classes: chance is a quarter.
        Assert.InRange(outcome.Result!.Last.Accuracy, 0.8, 1);
        var data = directory.ReadRun()!["data"]!;
        Assert.Equal(["digit 0", "digit 1", "digit 2", "digit 3"], data["classNames"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("""{"width":28,"height":28,"channels":1,"fit":"crop","background":"000000"}""", data["preparation"]!.ToJsonString());
        Assert.InRange((double)data["normalisation"]!["mean"]![0]!, 0.02, 0.5);
        var rows = directory.ReadSamples();
        Assert.Equal(162, rows.Count);
        Assert.All(rows, row => Assert.True(File.Exists(Path.Combine(_folder["glyphs"], row.Path!))));
        Assert.All(rows, row => Assert.StartsWith($"digit {row.GivenLabel}/", row.Path));
    }

    [Fact]
    public void The_name_and_id_of_a_run_follow_the_content_and_not_the_place()
    {
        Fill("flowers");
        var recipe = Recipe("flowers");
        Assert.StartsWith("flowers-none-ce-", recipe.Name);
        Assert.Equal(Path.GetFullPath(_folder["flowers"]), recipe.Dataset);
        Assert.Equal(64, recipe.Data!.Sha256!.Length);
        Assert.Equal(recipe.Id, Training.Recipe.From(recipe.ToJson()).Id);
        using (var directory = RunDirectory.Open(_folder["run"], recipe))
        using (var workplace = new Workplace(Folders, Device.Cpu))
            Trainer.Train(recipe, workplace, directory);
        Directory.Move(_folder["flowers"], _folder["roses"]);
        var moved = Recipe("roses");
        Assert.Equal(recipe.Id, moved.Id);
        RunDirectory.Open(_folder["run"], moved).Dispose();
        _folder.Write("roses/a/0.png", OddPictures.Plain(12, 99));
        var changed = Recipe("roses");
        Assert.NotEqual(recipe.Id, changed.Id);
        Assert.Contains("data.sha256 is", Assert.Throws<RunException>(() => RunDirectory.Open(_folder["run"], changed)).Message);
        Assert.NotEqual(changed.Id, Recipe("roses", "data.imageSize=16").Id);
    }

    [Fact]
    public void A_validation_split_of_the_datas_own_is_held_out()
    {
        foreach (var part in new[] { "train", "val", "test" }) Fill($"set/{part}", part == "train" ? 12 : 4);
        using var workplace = new Workplace(Folders, Device.Cpu);
        using var run = new Run(Recipe("set", "noise=symmetric:0.4"), workplace);
        Assert.Equal((24, 8, 8), (run.Labels.Training.Length, run.Labels.Validation.Length, (int)run.Test.Count));
        Assert.All(run.Labels.Validation, row => Assert.StartsWith("val/", run.Dataset.Train.Ids![row]));
        Assert.Contains(run.Labels.GivenLabels.Zip(run.Labels.TrueLabels), pair => pair.First != pair.Second);
    }

    [Fact]
    public void Clean_labels_are_the_truth_that_runs_are_measured_by()
    {
        Fill("pictures", 20);
        var lines = Directory.GetFiles(_folder["pictures"], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select((file, i) =>
        {
            var truth = Path.GetFileName(Path.GetDirectoryName(file))!;
            return $"{Path.GetRelativePath(_folder.Path, file)},{(i % 5 == 0 ? truth == "a" ? "b" : "a" : truth)},{truth}";
        });
        File.WriteAllText(_folder["list.csv"], "path,label,clean_label\n" + string.Join('\n', lines));
        using var workplace = new Workplace(Folders, Device.Cpu);
        using var run = new Run(Recipe("list.csv", "validation.share=0", "data.testShare=0.25"), workplace);
        Assert.Equal((30, 10), (run.Labels.Training.Length, (int)run.Test.Count));
        Assert.All(Enumerable.Range(0, 10), i => Assert.StartsWith($"pictures/{run.Dataset.ClassNames[run.Dataset.Test.Labels[i]]}/", run.Dataset.Test.Ids![i]));
        var wrong = run.Labels.GivenLabels.Zip(run.Labels.TrueLabels).Count(pair => pair.First != pair.Second);
        Assert.Equal(wrong / 30.0, run.Facts(null).RealisedNoiseRate);
        Assert.InRange(wrong, 1, 8);
    }

    [Fact]
    public void Features_train_a_perceptron_and_networks_for_images_refuse_them()
    {
        var draws = new Randomness.RandomStream(3);
        var values = new float[400];
        var labels = new int[200];
        for (var i = 0; i < 200; i++)
        {
            labels[i] = i % 2;
            (values[2 * i], values[2 * i + 1]) = (1000 + 50 * (labels[i] + draws.NextInt(100) / 100f), draws.NextInt(100));
        }

        Npy.Write<float>(_folder["X.npy"], values, 200, 2);
        Npy.Write<int>(_folder["labels.npy"], labels);
        using var workplace = new Workplace(Folders, Device.Cpu);
        var outcome = Trainer.Train(Recipe("X.npy", "model=mlp", "epochs=10", "optimiser.learningRate=0.1"), workplace, null);
        Assert.InRange(outcome.Result!.Last.Accuracy, 0.9, 1);
        foreach (var model in new[] { "lenet", "cnn4", "resnet18", "preact-resnet18", "inception-resnet-v2" })
        {
            using var scope = Scope.Open();
            Assert.Contains("these samples are [2]; use --model mlp", Assert.Throws<SettingsException>(() => new Run(Recipe("X.npy", $"model={model}"), workplace)).Message);
        }
    }

    [Fact]
    public void Settings_of_ones_own_data_do_not_fit_others()
    {
        var tree = new JsonObject { ["dataset"] = "mnist", ["data"] = new JsonObject { ["imageSize"] = 16 } };
        Assert.Contains("data holds settings of data of your own, and dataset is 'mnist'", Assert.Throws<SettingsException>(() => Training.Recipe.From(tree)).Message);
        Fill("set");
        Assert.Contains("data.channels is 2", Assert.Throws<SettingsException>(() => Recipe("set", "data.channels=2")).Message);
        Assert.Contains("six hexadecimal digits", Assert.Throws<SettingsException>(() => Recipe("set", "data.background=white")).Message);
        Assert.Contains("data.onBad is 'ignore'; it must be one of fail, skip", Assert.Throws<SettingsException>(() => Recipe("set", "data.onBad=ignore")).Message);
        Assert.Contains("There is no file or folder", Assert.Throws<SourceException>(() => Recipe("missing.csv")).Message);
        _folder.Write("x/y.bin", [1]);
        Assert.Contains("ends in none of .csv", Assert.Throws<SourceException>(() => Recipe("x/y.bin")).Message);
    }

    [Theory]
    [InlineData("mnist", false)]
    [InlineData("folder:a/b", false)]
    [InlineData("no-such-name", false)]
    [InlineData("./mnist", true)]
    [InlineData("list.csv", true)]
    [InlineData("shards-{000..003}.tar", true)]
    [InlineData("C:\\pictures", true)]
    public void A_path_is_told_from_a_name(string text, bool isPath) => Assert.Equal(isPath, OwnData.IsPath(text));

    [Theory]
    [InlineData("/data/my flowers/", "my-flowers")]
    [InlineData("/data/set.tar.gz", "set")]
    [InlineData("/data/shards-{000..003}.tar", "shards--000..003")]
    [InlineData("/data/Blüten_2.0", "Blüten_2.0")]
    [InlineData("/", "data")]
    public void A_run_is_named_by_the_last_part_of_the_path(string path, string name) => Assert.Equal(name, OwnData.ShortName(path));

    private DataFolders Folders => new(null, null, _folder["cache"]);

    private Recipe Recipe(string name, params string[] settings)
    {
        var tree = new JsonObject { ["dataset"] = _folder[name], ["model"] = "cnn4", ["width"] = 0.1, ["epochs"] = 1, ["batch"] = 16 };
        foreach (var setting in settings) SettingsTree.Assign(tree, setting);
        if (!tree["model"]!.GetValue<string>().StartsWith("cnn", StringComparison.Ordinal)) tree["width"] = 1;
        return Training.Recipe.From(tree);
    }

    private void Fill(string name, int count = 20)
    {
        foreach (var label in new[] { "a", "b" })
            for (var i = 0; i < count; i++) _folder.Write($"{name}/{label}/{i}.png", OddPictures.Png(12, 12, 1, (y, x, _) => (label == "a" ? 20 : 150) + (i + x + y) % 40));
    }
}
