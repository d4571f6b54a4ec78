using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>Experiments from their files to run directories, by the program itself.</summary>
public sealed class SweepTests : IDisposable
{
    private const int Interrupt = 2, Kill = 9;
    private const string Small = """
        title: two methods
        settings: {dataset: glyphs, noise: "pair:0.4", samples: 400, epochs: 2}
        grid:
          method: [ce, sop]
          seed: [1, 2]
        """;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_missing_is_run_and_what_is_there_is_not()
    {
        var file = Write("small.yaml", Small);
        var first = Here.Run("sweep", file, "--out", _folder["runs"], "--parallel", "2");
        Assert.Equal((ExitCode.Ok, $"4 of 4 cells finished in {_folder["runs"]}\n"), (first.Code, first.Output));
        Assert.Equal(4, first.ErrorLines.Count(line => line.Contains("  last ", StringComparison.Ordinal)));
        Assert.Contains("ce · 1", first.Error, StringComparison.Ordinal);
        Assert.Contains("4/4 done, 0 running", first.Error, StringComparison.Ordinal);
        var runs = Runs();
        Assert.Equal(4, runs.Count);

        // A file of another name with one more seed: one method's cell is new.
        var other = Write("deeper/other.yaml", Small.Replace("[ce, sop]", "[sop]").Replace("[1, 2]", "[1, 2, 3]"));
        var second = Here.Run("sweep", other, "--out", _folder["runs"]);
        Assert.Equal(2, second.ErrorLines.Count(line => line.EndsWith("was there", StringComparison.Ordinal)));
        Assert.Equal(5, Runs().Count);
        Assert.All(runs, run => Assert.Equal(run.Value, Runs()[run.Key]));

        // All there: neither engine nor progress.
        var third = Here.Run("sweep", _folder["deeper"], "--out", _folder["runs"]);
        Assert.Equal((ExitCode.Ok, $"3 of 3 cells finished in {_folder["runs"]}\n", ""), (third.Code, third.Output, third.Error));
    }

    [Fact]
    public void Train_finds_the_run_of_a_cell_again()
    {
        Here.Run("sweep", Write("one.yaml", Small.Replace("[ce, sop]", "[ce]").Replace("[1, 2]", "[1]")), "--out", _folder["runs"], "--quiet", "--tensorboard");
        Assert.Single(Directory.GetFiles(Path.Combine(Runs().Keys.Single(), "tensorboard")));
        var ended = Here.Run("train", "--dataset", "glyphs", "--noise", "pair:0.4", "--set", "samples=400", "--epochs", "2", "--out", Runs().Keys.Single());
        Assert.Contains("this run was finished before", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_says_what_it_would_cost_and_writes_nothing()
    {
        // CIFAR-100 need not be there.
        var file = Write("dear.yaml", """
            settings: {noise: "symmetric:0.4", epochs: 120, batch: 128}
            grid: {dataset: [glyphs, cifar100], model: [lenet, cnn8], seed: [1, 2]}
            """);
        var json = JsonNode.Parse(Here.Run("sweep", file, "--out", _folder["runs"], "--dry-run", "--json", "--parallel", "2").Output)!;
        Assert.Equal(8, (int)json["toRun"]!);
        var cells = json["cells"]!.AsArray().ToDictionary(cell => $"{cell!["labels"]!["dataset"]} {cell["labels"]!["model"]} {cell["labels"]!["seed"]}", cell => ((double)cell!["seconds"]!, (double)cell["bytes"]!));
        Assert.Equal(cells["glyphs lenet 1"], cells["glyphs lenet 2"]);
        Assert.True(cells["cifar100 cnn8 1"].Item1 > 10 * cells["glyphs lenet 1"].Item1, $"{cells["cifar100 cnn8 1"]} and {cells["glyphs lenet 1"]}");
        // 61,706 weights, in the model, the checkpoint and the optimiser's memory.
        Assert.InRange(cells["glyphs lenet 1"].Item2, 3 * 61_706 * 4, 3 * 61_706 * 4 + 2_000_000);
        Assert.Equal(cells.Values.Sum(cost => cost.Item1) / 2, (double)json["seconds"]!, 3);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void A_dry_run_goes_by_finished_cells_where_there_are_any()
    {
        Here.Run("sweep", Write("one.yaml", Small.Replace("[1, 2]", "[1]")), "--out", _folder["runs"], "--quiet");
        var output = Here.Run("sweep", Write("small.yaml", Small), "--out", _folder["runs"], "--dry-run").Output;
        Assert.Contains("4 cells, 2 to run", output, StringComparison.Ordinal);
        Assert.Contains("times: by finished cells of the same kind", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split('\n').Count(line => line.Contains("  finished  ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_failed_cell_is_listed_with_what_it_said_and_the_exit_code_tells()
    {
        // No label earns the trust that is asked for.
        var file = Write("failing.yaml", """
            settings: {dataset: glyphs, noise: "pair:0.4", samples: 400, epochs: 5, schedule: constant}
            grid: {method: [nlnl, ce]}
            overrides: [{when: {method: nlnl}, settings: {method: {nlnl: {trusted: 1}}}}]
            """);
        var ended = Here.Run("sweep", file, "--out", _folder["runs"], "--parallel", "1");
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Contains("1 of 2 cells finished in", ended.Output, StringComparison.Ordinal);
        Assert.Contains(", 1 failed", ended.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^failed: nlnl .*\n  nlnl: before epoch 4 no given label", ended.Error);
        Assert.Equal($"  skeptic sweep {file} --out {_folder["runs"]} --parallel 1", ended.ErrorLines[^1]);

        var fast = Here.Run("sweep", file, "--out", _folder["fast"], "--parallel", "1", "--fail-fast");
        Assert.Equal(ExitCode.Failure, fast.Code);
        Assert.Contains("0 of 2 cells finished in", fast.Output, StringComparison.Ordinal);
        Assert.Contains("1 failed, 1 left", fast.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grid: {method: [ce]}\ntitel: x", "no entry of an experiment 'titel'")]
    [InlineData("grid: {method: [ce, coteaching]}", "there is no method 'coteaching'")]
    [InlineData("grid: {noise: [\"pair:0.4\", \"paire:0.4\"]}", "paire")]
    [InlineData("grid: {model: [lenett]}", "lenett")]
    [InlineData("grid: [ce]", "it has no grid")]
    [InlineData("grid: {method: [ce", "line ")]
    public void A_mistake_in_a_file_is_told_before_anything_is_run(string yaml, string told)
    {
        var ended = Here.Run("sweep", Write("wrong.yaml", yaml), "--out", _folder["runs"]);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.Contains("wrong", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void No_file_and_an_empty_folder_are_usage_errors()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal($"skeptic: there is no experiment {_folder["none"]}; name a YAML file, or a folder of such files\n", Here.Run("sweep", _folder["none"]).Error);
        Assert.Equal((ExitCode.Usage, $"skeptic: {_folder["empty"]} holds no experiment, no file that ends with .yaml\n"), (Here.Run("sweep", _folder["empty"]).Code, Here.Run("sweep", _folder["empty"]).Error));
        Assert.Equal(ExitCode.Usage, Here.Run("sweep", _folder["empty"], "--parallel", "0").Code);
    }

    [Fact]
    public void Ctrl_C_saves_all_runs_and_the_same_command_goes_on()
    {
        var file = Write("long.yaml", Small.Replace("samples: 400, epochs: 2", "samples: 2000, epochs: 12"));
        string[] command = ["sweep", file, "--out", "runs", "--parallel", "2", "--device", "cpu"];
        using (var child = Child.Start(_folder.Path, command))
        {
            WaitForEpochs(2);
            child.Signal(Interrupt);
            var ended = child.Wait();
            Assert.Equal(ExitCode.Interrupted, ended.Code);
            Assert.Contains("interrupted and saved; to go on:\n  skeptic sweep", ended.Error, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.GetFiles(_folder["runs"], "claim.json", SearchOption.AllDirectories));
        var again = Child.Run(_folder.Path, command);
        Assert.Equal((ExitCode.Ok, "4 of 4 cells finished in runs\n"), (again.Code, again.Output));
        Assert.Contains(Directory.GetFiles(_folder["runs"], "events.jsonl", SearchOption.AllDirectories), log => File.ReadAllText(log).Contains("\"resume\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_processes_share_a_directory_and_one_finishes_what_the_other_was_killed_in()
    {
        var file = Write("long.yaml", Small.Replace("samples: 400, epochs: 2", "samples: 1500, epochs: 8"));
        string[] command = ["sweep", file, "--out", "runs", "--parallel", "1", "--device", "cpu"];
        using var killed = Child.Start(_folder.Path, command);
        WaitForEpochs(1);
        using var other = Child.Start(_folder.Path, command);
        WaitForClaims(2);
        killed.Signal(Kill);
        var ended = other.Wait();
        Assert.Equal((ExitCode.Ok, "4 of 4 cells finished in runs\n"), (ended.Code, ended.Output));
        // Only the cell of the one who was killed has two beginnings: it was gone on with, or begun again where it had no checkpoint yet.
        var logs = Directory.GetFiles(_folder["runs"], "events.jsonl", SearchOption.AllDirectories).Select(File.ReadAllLines).ToList();
        Assert.Equal(4, logs.Count);
        Assert.Equal([1, 1, 1, 2], logs.Select(log => log.Count(line => line.StartsWith("{\"event\":\"start\"", StringComparison.Ordinal) || line.StartsWith("{\"event\":\"resume\"", StringComparison.Ordinal))).Order());
    }

    private void WaitForEpochs(int count) => Wait(() => Logs().Sum(log => log.Split("{\"event\":\"epoch\"").Length - 1) >= count);

    private void WaitForClaims(int count) => Wait(() => Directory.GetFiles(_folder["runs"], "claim.json", SearchOption.AllDirectories).Length >= count);

    private IEnumerable<string> Logs()
    {
        if (!Directory.Exists(_folder["runs"])) yield break;
        foreach (var log in Directory.GetFiles(_folder["runs"], "events.jsonl", SearchOption.AllDirectories))
        {
            using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            yield return reader.ReadToEnd();
        }
    }

    private static void Wait(Func<bool> until)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!until())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), "what was waited for did not come");
            Thread.Sleep(10);
        }
    }

    /// <summary>Run directories with when their result was written.</summary>
    private Dictionary<string, DateTime> Runs() =>
        Directory.GetFiles(_folder["runs"], "result.json", SearchOption.AllDirectories).ToDictionary(file => Path.GetDirectoryName(file)!, File.GetLastWriteTimeUtc);

    private string Write(string name, string yaml)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], yaml);
        return _folder[name];
    }
}
