using System.Runtime.Versioning;
using Skeptic.Cli.Sweeps.Slurm;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Experiments;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>What the batch script does with signals and exit codes, run by a shell with a made-up program and a made-up Slurm.</summary>
[SupportedOSPlatform("linux")]
public sealed class SlurmScriptTests : IDisposable
{
    private const int Terminate = 15;
    private readonly TemporaryFolder _folder = new();

    public SlurmScriptTests()
    {
        Command("scontrol", $"echo \"$*\" >>'{_folder["told"]}'");
        Command("squeue", "echo RUNNING");
        // Saves for a moment when it is told to end, as runs do.
        Command("program", "trap 'sleep 0.3; exit 143' TERM; echo \"started: $*\" >&2; while :; do sleep 0.05; done");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SIGTERM_reaches_the_program_which_is_waited_for_and_then_requeued()
    {
        using var script = Start();
        script.WaitForLine($"started: sweep --cells {_folder.Path}/task-3.json --out {_folder["o'ut"]}");
        script.Signal(Terminate);
        var ended = script.Wait();
        Assert.Equal((ExitCode.Terminated, "saved; task 42_3 goes back into the queue\n"), (ended.Code, ended.Output));
        Assert.Equal("requeue 42_3\n", File.ReadAllText(_folder["told"]));
    }

    [Fact]
    public void A_task_that_was_cancelled_is_not_requeued()
    {
        Command("squeue", "echo COMPLETING");
        using var script = Start();
        script.WaitForLine("started: ");
        script.Signal(Terminate);
        Assert.Equal((ExitCode.Terminated, ""), (script.Wait().Code, script.Wait().Output));
        Assert.False(File.Exists(_folder["told"]));
    }

    [Theory]
    [InlineData(ExitCode.Ok)]
    [InlineData(ExitCode.Failure)]
    public void Any_other_end_is_handed_on(int code)
    {
        Command("program", $"exit {code}");
        using var script = Start();
        Assert.Equal((code, ""), (script.Wait().Code, script.Wait().Output));
        Assert.False(File.Exists(_folder["told"]));
    }

    [Fact]
    public void The_program_is_named_as_another_machine_finds_it()
    {
        var launcher = _folder.Write("skeptic", "");
        Assert.Equal([launcher], Terminal.CommandOf(Path.GetRelativePath(Environment.CurrentDirectory, launcher), "/opt/skeptic/skeptic", "/opt/skeptic/skeptic.dll"));
        Assert.Equal(["/opt/skeptic/skeptic"], Terminal.CommandOf(null, "/opt/skeptic/skeptic", "/opt/skeptic/skeptic.dll"));
        Assert.Equal(["/opt/skeptic/skeptic"], Terminal.CommandOf("my-alias", "/opt/skeptic/skeptic", "/opt/skeptic/skeptic.dll"));
        Assert.Equal(["/usr/bin/dotnet", "/opt/skeptic.dll"], Terminal.CommandOf(null, "/usr/bin/dotnet", "/opt/skeptic.dll"));
    }

    private Child Start()
    {
        var job = new SlurmJob
        {
            Name = "skeptic-x", Folder = _folder.Path, Packs = [[new Cell(new Dictionary<string, string>(), MadeUp.Recipe)]], Options = new SlurmOptions { CellsPerTask = 1 }, Processors = 1,
            WorkingDirectory = _folder.Path, Environment = [], Program = [_folder["program"]], Arguments = ["--out", _folder["o'ut"]],
        };
        job.Write();
        return Child.Start(_folder.Path, [job.Script], "/bin/sh", new Dictionary<string, string?>
        {
            ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}", ["SLURM_ARRAY_JOB_ID"] = "42", ["SLURM_ARRAY_TASK_ID"] = "3", ["SLURM_JOB_ID"] = "45",
        });
    }

    private void Command(string name, string script)
    {
        File.WriteAllText(_folder[name], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
