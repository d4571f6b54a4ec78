using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Corrections;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Corrections_gain_what_the_test_samples_show()
    {
        var patch = new StringBuilder("id,old_label,new_label\n");
        _folder.Write("rows.csv", Table(patch));
        _folder.Write("patch.csv", patch.ToString());
        Assert.Equal(ExitCode.Ok, Here.Run("apply", _folder["patch.csv"], _folder["rows.csv"]).Code);
        Train("rows.csv", "a1", 1);
        Train("rows.csv", "a2", 2);
        Train("rows.corrected.csv", "b1", 1);
        Train("rows.corrected.csv", "b2", 2);
        var ended = Here.Run("compare", _folder["a1"], _folder["b1"], "--json", "--device", "cpu");
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        var json = JsonNode.Parse(ended.Output)!;
        var overall = json["result"]!["overall"]!;
        Assert.Equal(Accuracy("b1"), (double)overall["after"]!, 1e-9);
        Assert.Equal((100, 0), ((int)json["samples"]!, (int)json["reviewed"]!));
        Assert.True((double)overall["low"]! > 0, ended.Output);
        Assert.True((double)overall["p"]! < 0.01, ended.Output);
        Assert.Equal(["left", "right"], json["result"]!["classes"]!.AsArray().Select(change => change!["name"]!.ToString()));

        var text = Here.Run("compare", $"{_folder["a1"]},{_folder["a2"]}", $"{_folder["b1"]},{_folder["b2"]}", "--device", "cpu", "--resamples", "500").Output;
        Assert.Contains("The accuracy rose by ", text);
        Assert.Contains("over the runs of each side. p: exact sign test", text);
        Assert.Contains("None of the test labels was reviewed", text);
        // Rows 0 to 99 are the test part; three of their labels are looked at.
        _folder.Write("reviewed.csv", "id,old_label,new_label\n0,left,left\n1,right,left\n2,left,left\n");
        Assert.Contains("97 of 100 test labels were not reviewed", Here.Run("compare", _folder["a1"], _folder["b1"], "--reviewed", _folder["reviewed.csv"], "--device", "cpu").Output);
        Assert.Contains("No difference is shown", Here.Run("compare", _folder["b1"], _folder["b1"], "--device", "cpu").Output);
    }

    [Fact]
    public void Other_pictures_of_the_same_names_are_tested_on_as_a_whole_and_copies_are_found_out()
    {
        Pictures("seen", 0);
        Pictures("new", 1);
        Pictures("copied", 0);
        foreach (var seed in new[] { 1, 2 })
        {
            var ended = Here.Run("train", "--dataset", _folder["seen"], "--model", "lenet", "--image-size", "28", "--epochs", "2", "--seed", $"{seed}", "--device", "cpu", "--threads", "1", "--out", _folder[$"run{seed}"], "--quiet");
            Assert.True(ended.Code == ExitCode.Ok, ended.Error);
        }

        var compared = Here.Run("compare", _folder["run1"], _folder["run2"], "--on", _folder["new"], "--json", "--device", "cpu");
        Assert.Equal((ExitCode.Ok, ""), (compared.Code, compared.Error));
        Assert.Equal(40, (int)JsonNode.Parse(compared.Output)!["samples"]!);
        var copied = Here.Run("compare", _folder["run1"], _folder["run2"], "--on", _folder["copied"], "--device", "cpu");
        Assert.Equal(ExitCode.Failure, copied.Code);
        Assert.Matches("was trained on [0-9]+ of the 40 test samples", copied.Error);
    }

    [Fact]
    public void Runs_that_cannot_be_compared_are_refused()
    {
        _folder.Write("rows.csv", Table(new(), names: false));
        _folder.Write("others.csv", Table(new()).Replace("left", "up", StringComparison.Ordinal));
        Train("rows.csv", "a", 1);
        Train("rows.csv", "b", 1, "--set", "data.testSeed=5");
        Train("others.csv", "c", 1);
        var trainedOn = Here.Run("compare", _folder["a"], _folder["b"], "--device", "cpu");
        Assert.Equal((ExitCode.Failure, ""), (trainedOn.Code, trainedOn.Output));
        Assert.Matches("was trained on [0-9]+ of the [0-9]+ test samples of .*, so that its accuracy there says nothing", trainedOn.Error);
        var classes = Here.Run("compare", _folder["c"], _folder["a"], "--device", "cpu");
        Assert.Equal(ExitCode.Failure, classes.Code);
        Assert.Contains("tell other classes apart: class 0 is 'right' and 'left'", classes.Error);
        Assert.Contains("is named twice", Here.Run("compare", $"{_folder["a"]},{_folder["a"]}", _folder["b"]).Error);
        Assert.Contains("there is no run in", Here.Run("compare", _folder["a"], _folder["none"], "--device", "cpu").Error);
    }

    [Fact]
    public void Rows_are_predicted_as_they_were_tested()
    {
        _folder.Write("rows.csv", Table(new()));
        Train("rows.csv", "run", 1);
        var ended = Here.Run("predict", _folder["run"], _folder["rows.csv"], "--probabilities", "--device", "cpu");
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,label,probability,left,right", lines[0]);
        Assert.Equal(401, lines.Length);
        string[] given = [.. File.ReadAllLines(_folder["rows.csv"]).Skip(1).Take(100).Select(line => line.Split(',')[4])];
        Assert.Equal(Accuracy("run"), given.Zip(lines.Skip(1)).Count(pair => pair.Second.Split(',')[1] == pair.First) / 100.0, 1e-9);
        // Fewer rows, other columns too, a text that training never saw, a missing number.
        _folder.Write("new.csv", "more,colour,x,y,id\n1,green,1.5,0.2,first\n2,red,NA,0.3,second\n");
        var json = Here.Run("predict", _folder["run"], _folder["new.csv"], "--format", "json", "--device", "cpu").Output.Split('\n');
        Assert.Equal(["first", "second"], json.Take(2).Select(line => JsonNode.Parse(line)!["id"]!.ToString()));
        _folder.Write("few.csv", "x,y\n1,2\n");
        Assert.Contains("has no column 'colour', on which this run was trained; its first line names x, y", Here.Run("predict", _folder["run"], _folder["few.csv"], "--device", "cpu").Error);
        _folder.Write("text.csv", "x,y,colour\n1,high,red\n");
        Assert.Contains("line 2: 'high' in the column 'y' is no finite number", Here.Run("predict", _folder["run"], _folder["text.csv"], "--device", "cpu").Error);
        Assert.Contains("2 files are named; name one file of rows", Here.Run("predict", _folder["run"], _folder["new.csv"], _folder["few.csv"], "--device", "cpu").Error);
    }

    [Fact]
    public void Arrays_are_predicted_with_the_constants_of_training()
    {
        var values = Enumerable.Range(0, 400).SelectMany(i => new[] { (i % 2 == 0 ? 100f : 104f) + (float)Math.Sin(i), 1000f * (float)Math.Cos(i) }).ToArray();
        Npy.Write<float>(_folder["X.npy"], values, 400, 2);
        Npy.Write<int>(_folder["y.npy"], [.. Enumerable.Range(0, 400).Select(i => i % 2)]);
        Train("X.npy", "run", 1);
        // A single row is classified as among all, which it would not be by constants of its own.
        Npy.Write<float>(_folder["one.npy"], values.AsSpan(6, 2), 1, 2);
        var all = Here.Run("predict", _folder["run"], _folder["X.npy"], "--device", "cpu").Output.Split('\n');
        var one = Here.Run("predict", _folder["run"], _folder["one.npy"], "--device", "cpu").Output.Split('\n');
        Assert.Equal(all[4].Split(',')[1..2], one[1].Split(',')[1..2]);
        Assert.Equal(double.Parse(all[4].Split(',')[2], CultureInfo.InvariantCulture), double.Parse(one[1].Split(',')[2], CultureInfo.InvariantCulture), 1e-5);
        Assert.InRange(all.Skip(1).SkipLast(1).Index().Count(line => line.Item.Split(',')[1] == $"{line.Index % 2}"), 390, 400);
        Npy.Write<float>(_folder["wide.npy"], new float[3], 1, 3);
        Assert.Contains("this run takes 2 features, and '", Here.Run("predict", _folder["run"], _folder["wide.npy"], "--device", "cpu").Error);
    }

    /// <summary>400 rows, the first hundred tested on with right labels; of the others 45 in a hundred labels are wrong, all of one class.</summary>
    private static string Table(StringBuilder patch, bool names = true)
    {
        var text = new StringBuilder(names ? "id,x,y,colour,label,split\n" : "x,y,colour,label\n");
        for (var i = 0; i < 400; i++)
        {
            var label = i % 2 == 0 ? "left" : "right";
            var isWrong = i >= 100 && i % 2 == 1 && i % 20 != 1;
            if (isWrong) patch.Append(CultureInfo.InvariantCulture, $"{i},left,right\n");
            var row = string.Create(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? 10 : 14) + Math.Sin(i):F3},{100 * Math.Cos(i):F3},{(i % 3 == 0 ? "red" : "blue")},{(isWrong ? "left" : label)}");
            text.Append(CultureInfo.InvariantCulture, $"{(names ? $"{i}," : "")}{row}{(names ? i < 100 ? ",test" : ",train" : "")}\n");
        }

        return text.ToString();
    }

    /// <summary>20 pictures of each of two classes, dark ones and bright ones; those of one kind differ from all of another.</summary>
    private void Pictures(string name, int kind)
    {
        for (var i = 0; i < 40; i++)
        {
            var pixels = new byte[28 * 28 * 3];
            for (var at = 0; at < pixels.Length; at++) pixels[at] = (byte)((i % 2 == 0 ? 40 : 180) + (at * (i + 3) + 7 * kind) % 61);
            var file = _folder[name, i % 2 == 0 ? "dark" : "bright", $"{i}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, PngWriter.Rgb(pixels, 28, 28));
        }
    }

    private void Train(string data, string run, int seed, params string[] more)
    {
        var ended = Here.Run(["train", "--dataset", _folder[data], "--model", "mlp", "--epochs", "8", "--seed", $"{seed}", "--device", "cpu", "--threads", "1", "--out", _folder[run], "--quiet", .. more]);
        Assert.True(ended.Code == ExitCode.Ok, ended.Error);
    }

    private double Accuracy(string run) => (double)JsonNode.Parse(File.ReadAllText(_folder[run, "result.json"]))!["last"]!["accuracy"]!;
}
