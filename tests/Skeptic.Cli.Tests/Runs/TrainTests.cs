using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Torch;
using static Skeptic.Cli.Tests.Testing.Runs;

namespace Skeptic.Cli.Tests.Runs;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_tells_its_epochs_on_stderr_and_its_result_on_stdout()
    {
        var ended = Here.Run(Tiny("--out", _folder["run"]));
        Assert.Equal(ExitCode.Ok, ended.Code);
        // The peak is that of the process of all tests.
        Snapshot.Matches("train-output.txt", Snapshot.Scrub(ended.Output.Replace(_folder.Path, "FOLDER")).Replace("# GB", "# MB"));
        Snapshot.Matches("train-error.txt", Snapshot.Scrub(ended.Error.Replace(_folder.Path, "FOLDER")));
        Assert.True(File.Exists(_folder["run", "result.json"]));
    }

    [Fact]
    public void The_same_command_finds_its_run_again_and_trains_nothing()
    {
        // The working directory belongs to the process; a child has its own, and with it its own runs/.
        var first = Child.Run(_folder.Path, Tiny());
        var log = File.ReadAllText(Path.Combine(Assert.Single(Directory.GetDirectories(_folder["runs"])), "events.jsonl"));
        var again = Child.Run(_folder.Path, Tiny());
        Assert.Equal((ExitCode.Ok, ExitCode.Ok), (first.Code, again.Code));
        Assert.Equal(first.Output, again.Output);
        var directory = Assert.Single(Directory.GetDirectories(_folder["runs"]));
        Assert.Equal(log, File.ReadAllText(Path.Combine(directory, "events.jsonl")));
        Assert.Equal($"this run was finished before; to train afresh remove {Path.GetRelativePath(_folder.Path, directory)}, or give another --out or --seed\n", again.Error);
    }

    [Fact]
    public void Json_is_all_there_is_on_stdout_and_quiet_leaves_stderr_empty()
    {
        var ended = Here.Run(Tiny("--json", "--quiet", "--out", _folder["run"]));
        var json = JsonNode.Parse(ended.Output)!;
        Assert.Empty(ended.Error);
        Assert.Equal("finished", (string)json["status"]!);
        Assert.Equal(2, json["epochs"]!.AsArray().Count);
        Assert.Equal(JsonNode.Parse(File.ReadAllText(_folder["run", "result.json"]))!.ToJsonString(), json["result"]!.ToJsonString());
        Assert.Equal(JsonNode.Parse(File.ReadAllText(_folder["run", "run.json"]))!["recipe"]!.ToJsonString(), json["recipe"]!.ToJsonString());
    }

    [Fact]
    public void Epochs_are_written_for_TensorBoard_on_demand_while_training_or_afterwards()
    {
        string[] Files() => Directory.Exists(_folder["run", "tensorboard"]) ? Directory.GetFiles(_folder["run", "tensorboard"]) : [];
        Here.Run(Tiny("--quiet", "--out", _folder["run"]));
        Assert.Empty(Files());
        Here.Run(Tiny("--quiet", "--out", _folder["run"], "--tensorboard"));
        var afterwards = File.ReadAllBytes(Assert.Single(Files()));
        Here.Run(Tiny("--quiet", "--out", _folder["other"], "--tensorboard"));
        var meanwhile = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder["other", "tensorboard"])));
        Assert.Equal(2, meanwhile.Split("accuracy/test").Length - 1);
        Assert.Equal(2, System.Text.Encoding.UTF8.GetString(afterwards).Split("accuracy/test").Length - 1);
    }

    [Fact]
    public void Another_recipe_in_the_same_directory_is_refused_with_what_differs()
    {
        Here.Run(Tiny("--quiet", "--out", _folder["run"]));
        var ended = Here.Run(Tiny("--quiet", "--seed", "2", "--out", _folder["run"]));
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Contains("seed is 1 there and 2 here", ended.Error);
    }

    [Fact]
    public void Resume_without_a_run_is_refused_and_makes_no_directory()
    {
        var ended = Here.Run(Tiny("--resume", "--out", _folder["run"]));
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Equal($"skeptic: --resume: there is no run in {_folder["run"]}. Leave --resume out to start one.\n", ended.Error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Resume_without_a_checkpoint_is_refused()
    {
        Directory.CreateDirectory(_folder["run"]);
        var ended = Here.Run(Tiny("--resume", "--out", _folder["run"]));
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("has no checkpoint yet", ended.Error);
    }

    [Fact]
    public void A_missing_data_set_lists_the_places_and_leaves_nothing_behind()
    {
        var ended = Here.Run("train", "--dataset", "cifar100", "--data", _folder.Path, "--out", _folder["run"], "--quiet");
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Contains("The data set 'cifar100' was not found. Looked in:", ended.Error);
        Assert.Contains(Path.Combine(_folder.Path, "cifar-100-binary"), ended.Error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void What_fails_before_the_first_step_leaves_no_directory()
    {
        var ended = Here.Run("train", "--set", "samples=100000", "--quiet", "--out", _folder["run"]);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("samples is 100000", ended.Error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_fails_with_a_sentence()
    {
        var file = _folder.Write("file", "in the way");
        var ended = Here.Run(Tiny("--quiet", "--out", Path.Combine(file, "run")));
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Single(ended.ErrorLines);
        Assert.Contains(file, ended.Error);
    }

    [Fact]
    public void Cuda_that_is_not_there_fails_with_a_sentence()
    {
        var beyond = $"cuda:{Engine.CudaDevices}";
        var ended = Here.Run("train", "--device", beyond, "--out", _folder["run"]);
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.StartsWith($"skeptic: --device {beyond}: ", ended.Error);
        Assert.Single(ended.ErrorLines);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [SkippableFact]
    public void Small_steps_get_fewer_threads_than_there_are_processors_and_it_is_said()
    {
        if (Environment.ProcessorCount < 2) throw new SkippedException("this machine has one processor");
        var ended = Here.Run("train", "--set", "samples=100", "--epochs", "1", "--device", "cpu", "--out", _folder["run"]);
        Assert.Contains($"threads: 1 of {Environment.ProcessorCount}, since a step of lenet with 32 samples is too small for more; --threads decides otherwise\n", ended.Error);
        Assert.Equal(1, (int)JsonNode.Parse(File.ReadAllText(_folder["run", "run.json"]))!["machine"]!["threads"]!);
    }

    [Fact]
    public void Auto_says_on_the_first_line_what_it_chose_and_why()
    {
        var ended = Here.Run("train", "--set", "samples=100", "--epochs", "1", "--threads", "1", "--out", _folder["run"]);
        Assert.Matches(Engine.CudaDevices > 0 ? @"^device: cuda:0 \(auto: \d CUDA devices? found\), 1 thread, libtorch " : @"^device: cpu \(auto: libtorch \S+ is built .*\), 1 thread, libtorch ", ended.Error);
    }
}
