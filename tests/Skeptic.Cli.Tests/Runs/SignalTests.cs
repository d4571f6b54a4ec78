using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;
using static Skeptic.Cli.Tests.Testing.Runs;

namespace Skeptic.Cli.Tests.Runs;

/// <summary>A run that is stopped from outside, in a process of its own.</summary>
public sealed class SignalTests : IDisposable
{
    private const int Interrupt = 2, Terminate = 15;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ctrl_C_saves_the_run_says_how_to_go_on_and_the_command_that_it_says_finishes_the_run()
    {
        var stopped = Stop(Interrupt, Long());
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Empty(stopped.Output);
        Assert.Contains("finishing the step and saving; Ctrl-C again ends at once without saving\n", stopped.Error);
        Assert.Contains("interrupted after 1 of 3 epochs and saved; to go on:\n", stopped.Error);
        var command = stopped.ErrorLines[^1].Trim().Split(' ');
        Assert.Equal(["skeptic", .. Long("--resume")], command);

        var resumed = Child.Run(_folder.Path, command[1..]);
        Assert.Equal(ExitCode.Ok, resumed.Code);
        Assert.Matches(@"(?m)^continued: 1 of 3 epochs( and \d+ steps)? were done$", resumed.Error);
        Assert.DoesNotContain("epoch 1/3", resumed.Error);
        Assert.Contains("epoch 3/3", resumed.Error);
        Assert.Contains("last epoch", resumed.Output);
    }

    [Fact]
    public void The_same_command_goes_on_with_an_unfinished_run_and_comes_to_the_same_result()
    {
        Stop(Interrupt, Long("--json"));
        var (resumed, whole) = (Child.Run(_folder.Path, Long("--json")), Child.Run(_folder.Path, Long("--json", "--out", "whole")));
        Assert.Contains("continued: 1 of 3 epochs", resumed.Error);
        Assert.Equal(Accuracies(whole.Output), Accuracies(resumed.Output));
    }

    [Fact]
    public void Sigterm_saves_too_and_is_told_by_143()
    {
        var stopped = Stop(Terminate, Long("--json", "--out", "run"));
        Assert.Equal(ExitCode.Terminated, stopped.Code);
        var json = JsonNode.Parse(stopped.Output)!;
        Assert.Equal("interrupted", (string)json["status"]!);
        Assert.Equal("skeptic " + string.Join(' ', Long("--json", "--out", "run", "--resume")), (string)json["resume"]!);
        Assert.True(File.Exists(_folder["run", "checkpoint.safetensors"]));
    }

    [Fact]
    public void A_second_Ctrl_C_ends_at_once()
    {
        // A step of seconds: the first Ctrl-C is still being served when the second one comes.
        using var child = Child.Start(_folder.Path, ["train", "--batch", "65536", "--set", "width=4", "--epochs", "50", "--threads", "1", "--device", "cpu"]);
        child.WaitForLine("data:");
        Thread.Sleep(200);
        child.Signal(Interrupt);
        child.WaitForLine("finishing the step");
        child.Signal(Interrupt);
        var ended = child.Wait();
        Assert.Equal(ExitCode.Interrupted, ended.Code);
        Assert.DoesNotContain("and saved", ended.Error);
    }

    private Ended Stop(int signal, string[] arguments)
    {
        using var child = Child.Start(_folder.Path, arguments);
        child.WaitForLine("epoch 1/3");
        child.Signal(signal);
        return child.Wait();
    }

    private static string Accuracies(string output)
    {
        var result = JsonNode.Parse(output)!["result"]!.AsObject();
        result.Remove("seconds");
        result.Remove("peakMemory");
        return result.ToJsonString();
    }
}
