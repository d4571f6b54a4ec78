using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Cli.Tests.Audits;

public sealed class AuditTests : IDisposable
{
    private const int Samples = 500;
    private readonly TemporaryFolder _folder = new();
    private readonly int[] _labels = new int[Samples];
    private readonly int[] _truth = new int[Samples];

    public AuditTests()
    {
        var random = new RandomStream(1);
        var rows = new float[Samples * 3];
        for (var i = 0; i < Samples; i++)
        {
            _truth[i] = random.NextInt(3);
            _labels[i] = random.NextDouble() < 0.2 ? (_truth[i] + 1) % 3 : _truth[i];
            for (var k = 0; k < 3; k++) rows[3 * i + k] = k == _truth[i] ? 0.7f + 0.001f * (i % 100) : 0.15f - 0.0005f * (i % 100);
        }
        Npy.Write<float>(_folder["p.npy"], rows, Samples, 3);
        Npy.Write<int>(_folder["y.npy"], _labels);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_sample_has_a_row_and_the_wrong_labels_are_issues()
    {
        var ended = Audit("--class-names", _folder.Write("names.txt", "cat\n\"dog\"\nbird, small\n"), "--paths", _folder.Write("paths.txt", string.Concat(Enumerable.Range(0, Samples).Select(i => $"pictures/{i}.png\n"))));
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        var lines = File.ReadAllLines(_folder["out", "issues.csv"]);
        Assert.Equal("id,path,given_label,suggested_label,label_score,is_label_issue,self_confidence,normalized_margin,confidence_weighted_entropy", lines[0]);
        Assert.Equal(Samples, lines.Length - 1);
        string[] names = ["cat", "\"\"\"dog\"\"\"", "\"bird, small\""];
        for (var i = 0; i < Samples; i++)
            Assert.StartsWith($"{i},pictures/{i}.png,{names[_labels[i]]},{names[_truth[i]]},", lines[i + 1]);
        Assert.Equal(_labels.Zip(_truth, (label, truth) => label != truth), lines.Skip(1).Select(line => line.Contains(",true,")));
        var right = Enumerable.Range(0, Samples).First(i => _labels[i] == _truth[i]);
        Assert.Equal(0.7f + 0.001f * (right % 100), float.Parse(lines[right + 1].Split(',')[^3], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_screen_shows_the_rate_the_classes_and_what_to_fix_first()
    {
        var ended = Audit();
        var wrong = _labels.Zip(_truth).Count(pair => pair.First != pair.Second);
        Assert.StartsWith($"{wrong} of 500 labels are issues ({(100.0 * wrong / Samples).ToString("F2", CultureInfo.InvariantCulture)} %), by prune-by-noise-rate\nestimated noise ", ended.Output);
        foreach (var part in (string[])["% interval", "label health 0.", "classes, worst first", "confused classes", "what to fix first", "worst labels (10 of ", $"written to {_folder["out", "issues.csv"]}"])
            Assert.Contains(part, ended.Output);
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 110 + _folder.Path.Length));
    }

    [Fact]
    public void The_summary_is_the_same_on_stdout_and_in_the_file()
    {
        var ended = Audit("--json", "--filter-by", "confident_learning", "--score", "normalized-margin", "--threads", "1");
        var summary = JsonNode.Parse(ended.Output)!;
        Assert.True(JsonNode.DeepEquals(summary, JsonNode.Parse(File.ReadAllText(_folder["out", "summary.json"]))));
        Assert.Equal(("confident-learning", "normalized-margin"), ((string)summary["options"]!["filterBy"]!, (string)summary["options"]!["score"]!));
        Assert.Equal(Samples, summary["joint"]!.AsArray().Sum(row => row!.AsArray().Sum(count => (int)count!)));
        Assert.InRange((double)summary["noiseRate"]!["value"]!, (double)summary["noiseRate"]!["low"]!, (double)summary["noiseRate"]!["high"]!);
        Assert.Equal((string[])["audit.json", "issues.csv", "summary.json"], Directory.GetFiles(_folder["out"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_number_of_threads_changes_no_byte()
    {
        Audit("--threads", "1");
        var (table, summary) = (File.ReadAllText(_folder["out", "issues.csv"]), File.ReadAllText(_folder["out", "summary.json"]));
        Audit("--threads", "5");
        Assert.Equal((table, summary), (File.ReadAllText(_folder["out", "issues.csv"]), File.ReadAllText(_folder["out", "summary.json"])));
    }

    [Theory]
    [InlineData("skeptic audit needs DATA to train on, such as a folder of pictures, or --probs FILE, the class probabilities of a model, and --labels FILE")]
    [InlineData("skeptic audit needs --labels FILE, the given labels as numbers from 0", "--probs", "p")]
    [InlineData("there is no filter 'prune-by-clas'; choose one of prune-by-noise-rate, prune-by-class, both, confident-learning, predicted-neq-given. Did you mean 'prune-by-class'?", "--probs", "p", "--labels", "y", "--filter-by", "prune-by-clas")]
    [InlineData("there is no score 'entropy'; choose one of self-confidence, normalized-margin, confidence-weighted-entropy.", "--probs", "p", "--labels", "y", "--score", "entropy")]
    [InlineData("--fraction is '2'; it must be a number from 0 to 1", "--probs", "p", "--labels", "y", "--fraction", "2")]
    [InlineData("--resamples is '-1'; it must be a whole number from 0 to 1000000", "--probs", "p", "--labels", "y", "--resamples", "-1")]
    public void A_wrong_command_line_gives_one_sentence_and_code_2(string sentence, params string[] arguments)
    {
        var ended = Here.Run(["audit", .. arguments]);
        Assert.Equal((ExitCode.Usage, $"skeptic: {sentence}\n"), (ended.Code, ended.Error));
    }

    [Fact]
    public void Wrong_data_give_one_sentence_and_no_files()
    {
        Npy.Write<int>(_folder["short.npy"], [0, 1]);
        var ended = Here.Run("audit", "--probs", _folder["p.npy"], "--labels", _folder["short.npy"], "--out", _folder["out"]);
        Assert.Equal((ExitCode.Failure, "skeptic: there are 500 rows of probabilities and 2 labels; they must be of the same samples, in the same order\n"), (ended.Code, ended.Error));
        ended = Audit("--class-names", _folder.Write("names.txt", "cat\ndog\n"));
        Assert.Equal("skeptic: there are 2 class names and 3 columns of probabilities; name every column, in their order\n", ended.Error);
        ended = Here.Run("audit", "--probs", _folder["none.npy"], "--labels", _folder["y.npy"], "--out", _folder["out"]);
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.StartsWith($"skeptic: The array '{_folder["none.npy"]}' cannot be read", ended.Error);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void Suspicious_input_is_warned_about_on_stderr()
    {
        Npy.Write<int>(_folder["y.npy"], [.. _labels.Select(label => label == 2 ? 0 : label)]);
        Assert.Contains("warning: no sample is labelled class 2; nothing can be found out about it\n", Audit("--quiet").Error);
    }

    [Fact]
    public void What_is_known_of_the_data_stands_in_a_file_of_its_own()
    {
        Audit("--class-names", _folder.Write("names.txt", "cat\ndog\nbird\n"));
        var document = JsonNode.Parse(File.ReadAllText(_folder["out", "audit.json"]))!;
        Assert.Equal((1, Samples, "none"), ((int)document["version"]!, (int)document["samples"]!, (string)document["kind"]!));
        Assert.Equal((string[])["cat", "dog", "bird"], document["classNames"]!.AsArray().Select(name => (string)name!));
        Assert.True(document["dataset"] is null && document["data"] is null && (string)document["program"]! != "skeptic ");
        Audit("--paths", _folder.Write("paths.txt", string.Concat(Enumerable.Range(0, Samples).Select(i => $"pictures/{i}.png\n"))));
        Assert.Equal("pictures", (string)JsonNode.Parse(File.ReadAllText(_folder["out", "audit.json"]))!["kind"]!);
    }

    private Ended Audit(params string[] more) => Here.Run(["audit", "--probs", _folder["p.npy"], "--labels", _folder["y.npy"], "--out", _folder["out"], .. more]);
}
