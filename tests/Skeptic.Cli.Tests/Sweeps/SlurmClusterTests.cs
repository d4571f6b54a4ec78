using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>Sweeps by a real Slurm, which the tests start themselves.</summary>
public sealed class SlurmClusterTests(SlurmHere slurm) : IClassFixture<SlurmHere>, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private const string Long = """
        settings: {dataset: glyphs, noise: "pair:0.4", samples: 2000, epochs: 15}
        grid: {method: [ce]}
        """;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Tasks_and_an_ordinary_sweep_share_the_cells_and_a_second_job_finds_none()
    {
        slurm.Need();
        _folder.Write("small.yaml", """
            settings: {dataset: glyphs, noise: "pair:0.4", samples: 400, epochs: 2}
            grid: {method: [ce, sop], seed: [1, 2]}
            """);
        string[] command = ["sweep", "small.yaml", "--executor", "slurm", "--cells-per-task", "2", "--time-limit", "00:10:00", "--wait"];
        using (var waiting = Start(command))
        {
            waiting.WaitForLine("job ");
            using var ordinary = Start("sweep", "small.yaml", "--parallel", "1", "--device", "cpu");
            var (there, here) = (waiting.Wait(), ordinary.Wait());
            Assert.Equal((ExitCode.Ok, "4 of 4 cells finished in runs\n"), (there.Code, there.Output));
            Assert.Equal((ExitCode.Ok, "4 of 4 cells finished in runs\n"), (here.Code, here.Output));
            Assert.Contains("4/4 done, 0 running", there.Error, StringComparison.Ordinal);
        }
        var job = Job();
        Assert.Equal(4, Events().Count);
        Assert.All(Events(), events => Assert.Equal((1, 0), (Count(events, "start"), Count(events, "resume"))));
        Assert.True(SlurmHere.Until(() => slurm.Slurm("squeue", "--noheader").Output.Length == 0, s_patience), "the job does not end");
        foreach (var task in new[] { "task-0.log", "task-1.log" })
            Assert.EndsWith($"2 of 2 cells finished in {_folder["runs"]}\n", File.ReadAllText(Path.Combine(job, task)), StringComparison.Ordinal);

        using var again = Start(command);
        var second = again.Wait();
        Assert.Equal((ExitCode.Ok, "4 of 4 cells finished in runs\n", ""), (second.Code, second.Output, second.Error));
        Assert.Equal(job, Job());
    }

    [SkippableFact]
    public void A_task_that_is_told_to_end_saves_and_goes_on_after_its_requeue()
    {
        var number = SubmitAndTrain();
        Assert.Equal(0, slurm.Slurm("scancel", "--signal=TERM", "--batch", $"{number}_0").Code);
        Assert.True(SlurmHere.Until(() => Directory.GetFiles(_folder["runs"], "result.json", SearchOption.AllDirectories).Length == 1, s_patience), $"the cell was not finished:\n{Log()}");
        var events = Assert.Single(Events());
        Assert.Equal((1, 1, 15), (Count(events, "start"), Count(events, "resume"), Count(events, "epoch")));
        Assert.Contains($"saved; task {number}_0 goes back into the queue", Log(), StringComparison.Ordinal);
        Assert.Contains("Restarts=1", slurm.Slurm("scontrol", "show", "job", $"{number}_0").Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_job_that_is_cancelled_saves_and_stays_away()
    {
        var number = SubmitAndTrain();
        Assert.Equal(0, slurm.Slurm("scancel", number).Code);
        Assert.True(SlurmHere.Until(() => slurm.Slurm("squeue", "--noheader").Output.Length == 0, s_patience), "the job does not end");
        Assert.Contains("0 of 1 cells finished", Log(), StringComparison.Ordinal);
        Assert.Contains("interrupted and saved", Log(), StringComparison.Ordinal);
        Assert.DoesNotContain("goes back into the queue", Log(), StringComparison.Ordinal);
        Assert.Contains("JobState=CANCELLED", slurm.Slurm("scontrol", "show", "job", number).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["runs"], "claim.json", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public void What_sbatch_refuses_is_told_in_its_words_and_leaves_nothing()
    {
        slurm.Need();
        _folder.Write("long.yaml", Long);
        using var child = Start("sweep", "long.yaml", "--executor", "slurm", "--partition", "nowhere");
        var ended = child.Wait();
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.StartsWith("skeptic: sbatch refused the job: ", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("nowhere", ended.Error, StringComparison.Ordinal);
        Assert.Contains("artition", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    /// <summary>Submits one long cell and waits until it has learnt for an epoch.</summary>
    /// <returns>The job's number.</returns>
    private string SubmitAndTrain()
    {
        slurm.Need();
        _folder.Write("long.yaml", Long);
        using var child = Start("sweep", "long.yaml", "--executor", "slurm", "--time-limit", "00:10:00");
        var ended = child.Wait();
        Assert.Equal(ExitCode.Ok, ended.Code);
        var number = System.Text.RegularExpressions.Regex.Match(ended.Output, @"^submitted job (\d+): 1 cell in 1 task, lists and output in ").Groups[1].Value;
        Assert.NotEmpty(number);
        Assert.Contains($"  squeue --jobs={number}\n  skeptic sweep long.yaml --dry-run\n", ended.Error, StringComparison.Ordinal);
        Assert.True(SlurmHere.Until(() => Events().Sum(events => Count(events, "epoch")) > 0, s_patience), $"no epoch was done:\n{Log()}");
        return number;
    }

    private Child Start(params string[] arguments) => Child.Start(_folder.Path, arguments, environment: slurm.Surroundings);

    private string Job() => Assert.Single(Directory.GetDirectories(_folder["runs", "slurm"]));

    private string Log() => Path.Combine(Job(), "task-0.log") is var file && File.Exists(file) ? Read(file) : "no output";

    private List<string> Events() => Directory.Exists(_folder["runs"]) ? [.. Directory.GetFiles(_folder["runs"], "events.jsonl", SearchOption.AllDirectories).Select(Read)] : [];

    private static int Count(string events, string name) => events.Split($"{{\"event\":\"{name}\"").Length - 1;

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
