using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Audits;

public sealed class DataAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Wrong_labels_are_found_better_than_nine_times_in_ten_and_twice_the_same()
    {
        var ended = Glyphs("out", "--json");
        Assert.Equal(ExitCode.Ok, ended.Code);
        var summary = JsonNode.Parse(ended.Output)!;
        Assert.True(JsonNode.DeepEquals(summary, JsonNode.Parse(File.ReadAllText(_folder["out", "summary.json"]))));
        var signals = summary["signals"]!.AsArray().ToDictionary(signal => (string)signal!["name"]!, signal => signal!);
        Assert.InRange((double)signals["combined"]["truth"]!["auroc"]!, 0.9, 1);
        Assert.InRange((double)signals["self_confidence"]["merit"]!, 0.6, 1);
        Assert.Equal(1, signals.Values.Sum(signal => (double?)signal["weight"] ?? 0), 1e-9);
        Assert.InRange((double)summary["noiseRate"]!["value"]!, 0.1, 0.35);

        var lines = File.ReadAllLines(_folder["out", "issues.csv"]);
        Assert.Equal("id,path,given_label,suggested_label,label_score,is_label_issue,self_confidence,normalized_margin,confidence_weighted_entropy,combined,knn_agreement,loss_mean,loss_end,loss_mixture,forgetting,elr_target,typicality,typicality_input,fold,true_label", lines[0]);
        Assert.Equal(1000, lines.Length - 1);
        var cells = lines.Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal((int)summary["truth"]!["wrong"]!, cells.Count(row => row[2] != row[^1]));
        Assert.InRange(cells.Count(row => row[2] != row[^1]), 150, 250);
        Assert.Equal(cells.Select(row => int.Parse(row[0])).Order().Distinct(), cells.Select(row => int.Parse(row[0])));
        var probabilities = Npy.Read(_folder["out", "probabilities.npy"]);
        Assert.Equal([1000, 10], probabilities.Shape);
        Assert.Equal([1000, 10], Npy.Read(_folder["out", "neighbours.npy"]).Shape);
        Assert.All(((float[])probabilities.Values).Chunk(10), row => Assert.Equal(1, row.Sum(), 1e-4));

        // What is there already is not trained again, and says the same; so does another folder with the same seed.
        File.Delete(_folder["out", "issues.csv"]);
        Assert.Contains("; 3 done before", Glyphs("out").Error);
        Assert.Equal(lines, File.ReadAllLines(_folder["out", "issues.csv"]));
        Glyphs("again", "--quiet");
        Assert.Equal(lines, File.ReadAllLines(_folder["again", "issues.csv"]));
    }

    [Fact]
    public void Own_pictures_have_a_row_each_and_copies_leaks_outliers_and_annotators_are_found()
    {
        var ended = Here.Run("audit", Manifest(), "--out", _folder["out"], "--folds", "3", "--epochs", "6", "--threads", "1", "--device", "cpu");
        Assert.Equal(ExitCode.Ok, ended.Code);
        var lines = File.ReadAllLines(_folder["out", "issues.csv"]);
        Assert.Equal(303, lines.Length - 1);
        Assert.EndsWith("consensus_confidence,fold,split", lines[0]);
        Assert.StartsWith("0,p0.png,", lines[1]);
        Assert.Equal((string[])["test", "train", "val"], lines.Skip(1).Select(line => line.Split(',')[^1] is "validation" ? "val" : line.Split(',')[^1]).Distinct().Order());

        var copies = File.ReadAllLines(_folder["out", "duplicates.csv"]);
        Assert.Equal("id,path,other_id,other_path,distance,split,other_split,same_label", copies[0]);
        Assert.Contains("0,p0.png,300,copy.png,0,train,test,false", copies);
        Assert.Contains(copies, line => line.StartsWith("3,p3.png,301,darker.png,", StringComparison.Ordinal) && line.EndsWith(",train,validation,true", StringComparison.Ordinal));
        var summary = JsonNode.Parse(File.ReadAllText(_folder["out", "summary.json"]))!;
        Assert.Equal(copies.Skip(1).Count(line => line.Split(',')[5] != line.Split(',')[6]), (int)summary["duplicates"]!["acrossSplits"]!);
        Assert.Contains("odd.png", summary["outliers"]!["first"]!.AsArray().Select(one => (string)one!["path"]!));
        Assert.InRange((int)summary["outliers"]!["count"]!, 1, 12);

        // Equal content lies in one fold.
        Assert.Equal(Fold(lines[1]), Fold(lines[301]));
        Assert.StartsWith("lazy,303,", File.ReadAllLines(_folder["out", "annotators.csv"])[1]);
        Assert.Contains("annotators: 3", ended.Output);

        var document = JsonNode.Parse(File.ReadAllText(_folder["out", "audit.json"]))!;
        Assert.Equal((_folder["list.csv"], "pictures", 303), ((string)document["dataset"]!, (string)document["kind"]!, (int)document["samples"]!));
        Assert.Equal((1, 28), ((int)document["data"]!["shape"]![0]!, (int)document["data"]!["shape"]![1]!));
        Assert.Equal(64, ((string)document["options"]!["sha256"]!).Length);
        static string Fold(string line) => line.Split(',')[^2];
    }

    [Theory]
    [InlineData("--probs is for probabilities that are given", "--probs", "p.npy")]
    [InlineData("--normalise is for probabilities that are given", "--normalise")]
    [InlineData("--folds is '1'; it must be a whole number from 2 to 1000", "--folds", "1")]
    [InlineData("--plant is '0.5'; it must be a number from 0 to 0.2", "--plant", "0.5")]
    [InlineData("--consensus is 'median'", "--consensus", "median")]
    [InlineData("with two folds every sample is trained on once", "--folds", "2")]
    [InlineData("leave patience at 0", "--set", "patience=3")]
    [InlineData("nosuch", "--method", "nosuch")]
    [InlineData("class '0' has 1", "--set", "samples=12")]
    public void Mistakes_end_in_one_sentence_and_exit_code_2(string sentence, params string[] more)
    {
        var ended = Here.Run(["audit", "glyphs", "--out", _folder["out"], "--device", "cpu", "--quiet", .. more]);
        Assert.Equal(ExitCode.Usage, ended.Code);
        if (!more.Contains("samples=12")) Assert.Contains(sentence, Assert.Single(ended.ErrorLines));
        else Assert.Contains("fewer than the 5 folds", Assert.Single(ended.ErrorLines));
        Assert.False(File.Exists(_folder["out", "issues.csv"]));
    }

    [Fact]
    public void Options_of_training_need_data()
    {
        var ended = Here.Run("audit", "--probs", "p.npy", "--labels", "y.npy", "--method", "ce");
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("--method is for data to train on", ended.Error);
    }

    [Fact]
    public void A_dry_run_says_how_long_and_makes_nothing()
    {
        var ended = Glyphs("out", "--dry-run", "--threads", "2");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Matches(@"^3 of 3 folds to train, 66\d samples and 10 epochs each: about .+ one after the other, less since 2 are trained at a time\n$", ended.Output);
        Assert.Contains("2 folds at a time, 1 thread each", ended.Error);
        Assert.Matches("one after the other\n$", Glyphs("out", "--dry-run", "--threads", "2", "--parallel", "1").Output);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private Ended Glyphs(string name, params string[] more) => Here.Run(
        ["audit", "glyphs", "--noise", "symmetric:0.2", "--set", "samples=1000", "--folds", "3", "--epochs", "10", "--batch", "16", .. more.Contains("--threads") ? (string[])[] : ["--threads", "1"], "--device", "cpu", "--out", _folder[name], .. more]);

    /// <summary>Three digits by three annotators, one of whom says the same to all; a copy, a darker copy, and a picture of nothing.</summary>
    private string Manifest()
    {
        var glyphs = DatasetCatalogue.Find("glyphs").Load(DataFolders.Default()).Train;
        var images = (ImageArray)glyphs.Inputs;
        int[] which = [.. Enumerable.Range(0, glyphs.Count).Where(i => glyphs.Labels[i] < 3).Take(300)];
        List<string> lines = ["path,label,split,annotator"];
        void Add(string name, byte[] pixels, int label, string split)
        {
            File.WriteAllBytes(_folder[name], PngWriter.Grey(pixels, 28, 28));
            lines.AddRange([$"{name},{label},{split},ada", $"{name},{label},{split},bob", $"{name},1,{split},lazy"]);
        }
        foreach (var (at, i) in which.Index()) Add($"p{at}.png", images[i].ToArray(), glyphs.Labels[i], at % 10 < 7 ? "train" : at % 10 < 8 ? "val" : "test");
        Add("copy.png", images[which[0]].ToArray(), (glyphs.Labels[which[0]] + 1) % 3, "test");
        Add("darker.png", Array.ConvertAll(images[which[3]].ToArray(), value => (byte)(value * 0.7)), glyphs.Labels[which[3]], "val");
        Add("odd.png", [.. Enumerable.Range(0, 784).Select(p => (byte)((p / 28 / 4 + p % 28 / 4) % 2 * 255))], 0, "train");
        return _folder.Write("list.csv", string.Join('\n', lines) + "\n");
    }
}
