using System.Text.RegularExpressions;
using Skeptic.Cli.Tests.Sweeps;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Torch.Distributed;
using static Skeptic.Cli.Tests.Testing.Runs;

namespace Skeptic.Cli.Tests.Runs;

/// <summary>One run trained by two processes, as a user starts them.</summary>
public sealed class LaunchTests(SlurmHere slurm) : IClassFixture<SlurmHere>, IDisposable
{
    /// <summary>Of weights and rows after some dozens of steps, relative to the largest of a tensor: what float32 loses by adding in another order.</summary>
    private const double Tolerance = 1e-5;
    private const int Kill = 9, Terminate = 15, Pause = 19;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Two_processes_leave_the_weights_and_rows_of_one()
    {
        NeedGloo();
        foreach (var method in new[] { "ce", "sop", "cdr+aux" })
        {
            var words = Tiny("--method", method);
            var two = Child.Run(_folder.Path, ["launch", "-n", "2", "--", .. words, "--out", "two-" + method]);
            Assert.Equal((ExitCode.Ok, true), (two.Code, two.Output.Contains("last epoch", StringComparison.Ordinal)));
            Assert.Contains("processes: 2, over gloo at 127.0.0.1:", two.Error);
            Assert.Equal(2, Regex.Count(two.Error, @"(?m)^epoch \d/2"));
            var one = Child.Run(_folder.Path, [.. words, "--set", "shards=2", "--out", "one-" + method]);
            Assert.Equal(ExitCode.Ok, one.Code);
            foreach (var file in new[] { "model.safetensors", "checkpoint.safetensors" })
                Assert.InRange(Numbers.Difference(_folder["one-" + method, file], _folder["two-" + method, file]), 0, Tolerance);
        }
    }

    [SkippableFact]
    public void A_killed_process_ends_the_run_with_a_sentence_and_the_command_that_it_says_goes_on()
    {
        NeedGloo();
        string[] words = Long("--out", "run", "--method", "sop");
        using var child = Child.Start(_folder.Path, ["launch", "-n", "2", "--", .. words]);
        child.WaitForLine("epoch 1/3");
        child.SignalLastChild(Kill);
        var ended = child.Wait();
        Assert.Equal((ExitCode.PeerLost, ""), (ended.Code, ended.Output));
        Assert.Contains("skeptic: process 0 of 2 lost another one while adding up (", ended.Error);
        Assert.Equal(["skeptic: process 1 of 2 was ended by signal 9, and the others with it", "the run stands at its last checkpoint, in run; to go on:"], ended.ErrorLines[^3..^1]);
        var command = ended.ErrorLines[^1].Trim().Split(' ');
        Assert.Equal(["skeptic", "launch", "-n", "2", "--", .. words, "--resume"], command);
        var resumed = Child.Run(_folder.Path, command[1..]);
        Assert.Equal(ExitCode.Ok, resumed.Code);
        Assert.Contains("continued: 1 of 3 epochs were done", resumed.Error);
        Assert.Equal(3, File.ReadLines(_folder["run", "events.jsonl"]).Count(line => line.Contains("\"epoch\",", StringComparison.Ordinal) || line.Contains("\"event\":\"epoch\"", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public void A_process_that_falls_silent_counts_as_lost_after_the_time_that_is_set()
    {
        NeedGloo();
        string[] words = Long("--out", "run", "--method", "sop");
        using var child = Child.Start(_folder.Path, ["launch", "-n", "2", "--", .. words], environment: new Dictionary<string, string?> { [Cli.Runs.ProcessPlace.PeerTimeoutVariable] = "8" });
        child.WaitForLine("epoch 1/3");
        child.SignalLastChild(Pause);
        var ended = child.Wait();
        Assert.Equal((ExitCode.PeerLost, ""), (ended.Code, ended.Output));
        Assert.Contains("skeptic: process 0 of 2 lost another one while adding up (", ended.Error);
        Assert.Equal(["skeptic: process 1 of 2 did not answer any more and was ended, and the others with it", "the run stands at its last checkpoint, in run; to go on:"], ended.ErrorLines[^3..^1]);
    }

    [SkippableFact]
    public void Sigterm_saves_a_run_that_one_process_goes_on_with()
    {
        NeedGloo();
        string[] words = Tiny("--epochs", "9", "--out", "run", "--method", "sop");
        words = [.. words.Where((word, i) => !(word == "--epochs" && words[i + 1] == "2") && !(word == "2" && words[i - 1] == "--epochs"))];
        using var child = Child.Start(_folder.Path, ["launch", "-n", "2", "--log-dir", "logs", "--", .. words]);
        child.WaitForLine("epoch 1/9");
        child.Signal(Terminate);
        var stopped = child.Wait();
        Assert.Equal(ExitCode.Terminated, stopped.Code);
        Assert.Equal("  skeptic launch -n 2 --log-dir logs -- " + string.Join(' ', words) + " --resume", stopped.ErrorLines[^1]);
        Assert.DoesNotContain("[1]", stopped.Error);
        Assert.True(File.Exists(_folder["logs", "process-1.log"]));
        var resumed = Child.Run(_folder.Path, [.. words, "--set", "shards=2", "--resume"]);
        Assert.Equal(ExitCode.Ok, resumed.Code);
        Assert.Matches(@"(?m)^continued: \d+ of 9 epochs", resumed.Error);
    }

    [SkippableFact]
    public void Tasks_of_srun_train_together_where_they_are_told_to()
    {
        NeedGloo();
        slurm.Need();
        var program = Path.Combine(Child.ProgramFolder, "Skeptic.Cli");
        string[] words = Tiny("--out", _folder["run"]);
        var ended = slurm.Slurm("srun", ["--ntasks=2", "--overcommit", "--kill-on-bad-exit", program, .. words, "--distributed", "slurm"]);
        Assert.True(ended.Code == ExitCode.Ok, ended.Error);
        Assert.Contains("processes: 2, over gloo at 127.0.0.1:2", ended.Error);
        Assert.Equal(ExitCode.Ok, Child.Run(_folder.Path, [.. Tiny("--out", "one"), "--set", "shards=2"]).Code);
        Assert.InRange(Numbers.Difference(_folder["one", "model.safetensors"], _folder["run", "model.safetensors"]), 0, Tolerance);
    }

    [Theory]
    [InlineData("shards is 3 and batch is 32; shards must divide batch, with at least 2 samples for each", "-n", "3", "--", "train")]
    [InlineData(
        "divide-mix chooses labelled and unlabelled samples anew for every epoch, which processes that have a shard of the training set each cannot do; leave shards out and train it in one process",
        "-n", "2", "--", "train", "--method", "divide-mix")]
    [InlineData("launch starts skeptic train, not 'sweep'; write skeptic launch -n 2 -- train ...", "-n", "2", "--", "sweep", "x")]
    [InlineData("--processes is '1'; it must be a whole number from 2 to 1024", "-n", "1", "--", "train")]
    [InlineData("--master-port is '0'; it must be a whole number from 1 to 65535", "-n", "2", "--master-port", "0", "--", "train")]
    [InlineData("shards is 4, and 2 processes are to train the run; give as many processes as shards, or one, or leave shards out", "-n", "2", "--", "train", "--set", "shards=4")]
    [InlineData("--distributed slurm: skeptic launch itself says which process each is; leave it out", "-n", "2", "--", "train", "--distributed", "slurm")]
    public void What_cannot_be_trained_so_is_told_once_before_anything_is_started(string sentence, params string[] words)
    {
        var ended = Here.Run(["launch", .. words]);
        Assert.Equal((ExitCode.Usage, "", $"skeptic: {sentence}\n"), (ended.Code, ended.Output, ended.Error));
    }

    private static void NeedGloo()
    {
        if (ProcessGroup.Describe() is not { } facts || facts["gloo"] != "yes") throw new SkippedException("Gloo's headers were not there when this was built (Debian: apt-get install libgloo-dev)");
    }
}
