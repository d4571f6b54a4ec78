using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Runs;

/// <summary><c>skeptic train --dataset PATH</c>.</summary>
public sealed class OwnDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_pictures_is_trained_on_and_moved_data_find_their_run_again()
    {
        Pictures("shapes", 15);
        string[] Train(string name, params string[] more) => ["train", "--dataset", _folder[name], "--model", "cnn4", "--set", "width=0.1", "--epochs", "2", "--threads", "1", "--device", "cpu", "--out", _folder["run"], .. more];
        var ended = Here.Run(Train("shapes"));
        Assert.True(ended.Code == ExitCode.Ok, ended.Error);
        Assert.Contains(ended.ErrorLines, line => line == "data: there is no test split; 4 of 30 samples, 10% of every class, are held out as one (data.testShare, data.testSeed)");
        var run = JsonNode.Parse(File.ReadAllText(_folder["run", "run.json"]))!;
        Assert.Equal(["dark", "light"], run["data"]!["classNames"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(_folder["shapes"], (string)run["recipe"]!["dataset"]!);
        Assert.EndsWith(",path", File.ReadLines(_folder["run", "samples.csv"]).First());
        Assert.Equal(23, File.ReadLines(_folder["run", "samples.csv"]).Count(line => line.Contains("/0", StringComparison.Ordinal) || line.Contains("/1", StringComparison.Ordinal)));

        Directory.Move(_folder["shapes"], _folder["moved"]);
        var again = Here.Run(Train("moved"));
        Assert.Equal((ExitCode.Ok, ended.Output.Replace(_folder["shapes"], _folder["moved"], StringComparison.Ordinal)), (again.Code, again.Output));
        Assert.Contains("this run was finished before", again.Error);
        File.Delete(_folder["moved", "dark", "03.png"]);
        var changed = Here.Run(Train("moved"));
        Assert.Equal(ExitCode.Failure, changed.Code);
        Assert.Contains("holds a run of another recipe (data.sha256 is", changed.Error);
    }

    [Fact]
    public void Bad_pictures_are_refused_or_skipped_and_listed()
    {
        Pictures("shapes", 12);
        File.WriteAllText(_folder["shapes", "dark", "text, no picture.png"], "text");
        File.WriteAllText(_folder["shapes", "dark", "empty.jpg"], "");
        string[] train = ["train", "--dataset", _folder["shapes"], "--model", "cnn4", "--set", "width=0.1", "--epochs", "1", "--threads", "1", "--device", "cpu", "--out", _folder["run"]];
        var refused = Here.Run(train);
        Assert.Equal((ExitCode.Usage, ""), (refused.Code, refused.Output));
        Assert.Contains("2 of 26 pictures in", refused.Error);
        Assert.Contains("\n  dark/empty.jpg: it is empty\n  dark/text, no picture.png: it is neither JPEG nor PNG, BMP, WebP or GIF\nRepair or remove them, or leave them out with --on-bad skip.\n", refused.Error);
        Assert.False(Directory.Exists(_folder["run"]));
        var skipped = Here.Run([.. train, "--on-bad", "skip"]);
        Assert.True(skipped.Code == ExitCode.Ok, skipped.Error);
        Assert.Equal("path,reason\ndark/empty.jpg,it is empty\n\"dark/text, no picture.png\",\"it is neither JPEG nor PNG, BMP, WebP or GIF\"\n", File.ReadAllText(_folder["run", "skipped.csv"]));
    }

    [Fact]
    public void A_table_trains_by_the_column_that_is_named()
    {
        var text = new StringBuilder("size,colour,kind\n");
        for (var i = 0; i < 60; i++) text.Append(CultureInfo.InvariantCulture, $"{i % 2 * 10 + i % 7},{(i % 3 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "small" : "large")}\n");
        _folder.Write("things.csv", text.ToString());
        string[] train = ["train", "--dataset", _folder["things.csv"], "--epochs", "3", "--batch", "8", "--threads", "1", "--device", "cpu", "--json", "--quiet", "--out", _folder["run"]];
        var unnamed = Here.Run([.. train, "--model", "mlp"]);
        Assert.Equal(ExitCode.Usage, unnamed.Code);
        Assert.Contains("has no column 'label'; name the one that holds the labels with --label-column, of size, colour, kind", Assert.Single(unnamed.ErrorLines));
        var images = Here.Run([.. train, "--label-column", "kind"]);
        Assert.Equal(ExitCode.Usage, images.Code);
        Assert.Contains("these samples are [3]; use --model mlp", Assert.Single(images.ErrorLines));
        Assert.False(Directory.Exists(_folder["run"]));
        var ended = Here.Run([.. train, "--label-column", "kind", "--model", "mlp"]);
        Assert.True(ended.Code == ExitCode.Ok, ended.Error);
        Assert.InRange((double)JsonNode.Parse(ended.Output)!["result"]!["last"]!["accuracy"]!, 0.8, 1);
    }

    [Theory]
    [InlineData("nothing/here", "There is no file or folder")]
    [InlineData("one", "has one class only, 'a'")]
    [InlineData("empty", "has no sub-folders")]
    [InlineData("list.csv", "line 3: the label of 'b.png' is empty")]
    [InlineData("shards-{000..002}.tar", "There is no file")]
    public void Data_that_cannot_be_used_end_in_one_sentence_and_exit_code_2(string name, string sentence)
    {
        Directory.CreateDirectory(_folder["one", "a"]);
        Directory.CreateDirectory(_folder["empty"]);
        File.WriteAllBytes(_folder["one", "a", "1.png"], PngWriter.Grey(new byte[64], 8, 8));
        _folder.Write("list.csv", "path,label\na.png,x\nb.png,\n");
        var ended = Here.Run("train", "--dataset", _folder[name], "--device", "cpu", "--out", _folder["run"]);
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(sentence, ended.ErrorLines[^1]);
        Assert.StartsWith("skeptic: ", ended.ErrorLines[^1]);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Settings_of_ones_own_data_with_another_data_set_are_refused()
    {
        var ended = Here.Run("train", "--dataset", "glyphs", "--image-size", "32");
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("data holds settings of data of your own, and dataset is 'glyphs'", Assert.Single(ended.ErrorLines));
    }

    [Fact]
    public void A_run_predicts_pictures_that_it_has_not_seen_and_is_exported()
    {
        Pictures("shapes", 20);
        Here.Run("train", "--dataset", _folder["shapes"], "--model", "cnn4", "--set", "width=0.1", "--epochs", "6", "--batch", "8", "--threads", "1", "--device", "cpu", "--quiet", "--out", _folder["run"]);
        Pictures("new", 25);
        var csv = Here.Run("predict", _folder["run"], _folder["new"], "--probabilities", "--device", "cpu");
        Assert.True(csv.Code == ExitCode.Ok, csv.Error);
        var lines = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("path,label,probability,dark,light", lines[0]);
        Assert.Equal(50, lines.Length - 1);
        foreach (var row in lines.Skip(1).Select(line => line.Split(',')))
        {
            Assert.Equal(row[1], Path.GetFileName(Path.GetDirectoryName(row[0])));
            Assert.Equal(1, float.Parse(row[3], CultureInfo.InvariantCulture) + float.Parse(row[4], CultureInfo.InvariantCulture), 4);
            Assert.Equal(row[2], row[1] == "dark" ? row[3] : row[4]);
        }

        var json = Here.Run("predict", _folder["run"], _folder["new", "light", "03.png"], "--format", "json", "--to", _folder["out.jsonl"], "--device", "cpu");
        Assert.Equal((ExitCode.Ok, ""), (json.Code, json.Output));
        Assert.Equal("light", (string)JsonNode.Parse(File.ReadAllText(_folder["out.jsonl"]))!["label"]!);

        File.WriteAllText(_folder["new", "bad.png"], "no picture");
        var refused = Here.Run("predict", _folder["run"], _folder["new"], "--to", _folder["never.csv"], "--device", "cpu");
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains("bad.png: it is neither JPEG nor PNG", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["never.csv"]));
        var skipped = Here.Run("predict", _folder["run"], _folder["new"], "--on-bad", "skip", "--device", "cpu");
        Assert.Equal((ExitCode.Ok, 51), (skipped.Code, skipped.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));

        var onnx = Here.Run("export", _folder["run"], "--raw");
        Assert.Equal((ExitCode.Ok, $"{_folder["run", "model.onnx"]}\n"), (onnx.Code, onnx.Output));
        Assert.Contains("""["dark","light"]""", File.ReadAllText(_folder["run", "model.onnx"]), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, Here.Run("export", _folder["run"], "--format", "safetensors", "--to", _folder["weights.safetensors"]).Code);
        Assert.Contains("fc2.weight", File.ReadAllText(_folder["weights.safetensors"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no run in", "predict", "RUN", "a.png")]
    [InlineData("there is no file or folder a.jpg", "predict", "RUN", "a.jpg")]
    [InlineData("--on-bad is 'drop'", "predict", "RUN", "a.png", "--on-bad", "drop")]
    [InlineData("there is no run in", "export", "RUN")]
    [InlineData("--format is 'torch'; it must be onnx or safetensors", "export", "RUN", "--format", "torch")]
    [InlineData("--raw is for onnx", "export", "RUN", "--format", "safetensors", "--raw")]
    public void What_cannot_be_predicted_or_exported_is_told(string told, params string[] command)
    {
        File.WriteAllText(_folder["a.png"], "");
        var ended = Here.Run([.. command.Select(word => word is "RUN" ? _folder["none"] : word is "a.png" ? _folder[word] : word)]);
        Assert.NotEqual(ExitCode.Ok, ended.Code);
        Assert.Contains(told, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private void Pictures(string name, int count)
    {
        foreach (var (label, grey) in new[] { ("dark", 20), ("light", 180) })
        {
            Directory.CreateDirectory(_folder[name, label]);
            for (var i = 0; i < count; i++)
                File.WriteAllBytes(_folder[name, label, $"{i:D2}.png"], PngWriter.Grey([.. Enumerable.Range(0, 144).Select(p => (byte)(grey + (p + i) % 50))], 12, 12));
        }
    }
}
