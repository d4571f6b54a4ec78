using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>A run that was stopped and went on leaves the same bits as one that never stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // 108 samples in batches of 16: seven steps an epoch, four epochs.
    private const int Steps = 7;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ce")]
    [InlineData("sop")]
    [InlineData("elr")]
    [InlineData("co-teaching")]
    [InlineData("cdr+aux")]
    [InlineData("ce+sr")]
    [InlineData("nl")]
    [InlineData("forward-correction")]
    [InlineData("cdr+rdi")]
    [InlineData("mixup")]
    [InlineData("sop-plus")]
    [InlineData("co-teaching-plus")]
    [InlineData("jocor")]
    [InlineData("elr-plus")]
    public void Stopping_in_an_epoch_and_between_epochs_changes_no_bit(string method)
    {
        var recipe = TinyRun.Recipe(method);
        // Forward passes of training in a step, and passes over the data in an epoch.
        var networks = method.StartsWith("co-teaching", StringComparison.Ordinal) || method is "jocor" or "elr-plus" ? 2 : 1;
        var passes = method == "elr-plus" ? 2 : 1;
        var whole = TinyRun.Train(recipe, _folder["whole"]);
        Assert.Equal(RunStatus.Finished, whole.Outcome.Status);

        // In the second epoch, at its end, and in the last one.
        var parts = _folder["parts"];
        foreach (var stop in new[] { TinyRun.StopAt(((2 * passes - 1) * Steps + 3) * networks), TinyRun.StopAfterEpoch(1), TinyRun.StopAt((passes * Steps + 2) * networks) })
            Assert.Equal(RunStatus.Interrupted, TinyRun.Train(recipe, parts, stop).Outcome.Status);
        Same(whole, TinyRun.Train(recipe, parts));
        Assert.Equal([(1, 3), (2, 0), (3, 2)], Events(parts, "stop"));
        Assert.Equal(Events(parts, "stop"), Events(parts, "resume"));
        // What was measured before the first step is not lost.
        var untrained = RunLog.Lines(Path.Combine(parts, "events.jsonl")).Where(line => line["facts"] is not null).Select(line => (double)line["facts"]!["untrainedTest"]!).ToList();
        Assert.Equal(4, untrained.Count);
        Assert.Single(untrained.Distinct());
    }

    /// <summary>In the second network's pass of a divided epoch: the division was made from networks that have changed since.</summary>
    [Theory]
    [InlineData("divide-mix", "augment=crop:1,flip")]
    [InlineData("gce+divide-mix", "method.divide-mix.averaged=3")]
    public void Stopping_while_labels_are_divided_changes_no_bit(string method, string setting)
    {
        var recipe = TinyRun.Recipe(method, setting);
        var whole = TinyRun.Train(recipe, _folder["whole"]);
        Assert.Equal(["warm-up", "divide", "divide", "divide"], whole.Epochs.Select(epoch => epoch.Phase));
        var parts = _folder["parts"];
        // A divided step takes five forward passes of training, so every session gets on.
        while (TinyRun.Train(recipe, parts, TinyRun.StopAt(9)).Outcome.Status == RunStatus.Interrupted)
        {
        }
        var stops = RunLog.Lines(Path.Combine(parts, "events.jsonl")).Where(line => (string?)line["event"] == "stop").ToList();
        Assert.Contains(stops, stop => (int)stop["epochs"]! == 3 && (int)stop["pass"]! == 1 && (int)stop["step"]! > 0);
        File.Delete(Path.Combine(parts, "result.json"));
        Same(whole, TinyRun.Train(recipe, parts));
    }

    [Fact]
    public void Stopping_while_Adam_changes_its_first_moment_changes_no_bit()
    {
        var recipe = TinyRun.Recipe("co-teaching", "optimiser.name=adam", "optimiser.learningRate=0.001", "optimiser.beta1After=0.1", "optimiser.beta1From=1", "schedule=linear:1");
        var parts = _folder["parts"];
        Assert.Equal(RunStatus.Interrupted, TinyRun.Train(recipe, parts, TinyRun.StopAt((Steps + 3) * 2)).Outcome.Status);
        Same(TinyRun.Train(recipe, _folder["whole"]), TinyRun.Train(recipe, parts));
    }

    [Fact]
    public void Stopping_before_the_first_step_changes_no_bit()
    {
        var recipe = TinyRun.Recipe("sop");
        var parts = _folder["parts"];
        Assert.Equal(RunStatus.Interrupted, TinyRun.Train(recipe, parts, (_, cancel) => cancel.Cancel()).Outcome.Status);
        Same(TinyRun.Train(recipe, _folder["whole"]), TinyRun.Train(recipe, parts));
    }

    [Fact]
    public void Stopping_at_every_step_changes_no_bit()
    {
        var recipe = TinyRun.Recipe("cdr+aux", "epochs=2", "optimiser.name=adam", "optimiser.learningRate=0.001");
        var parts = _folder["parts"];
        var sessions = 0;
        while (TinyRun.Train(recipe, parts, TinyRun.StopAt(1)).Outcome.Status == RunStatus.Interrupted) sessions++;
        Assert.Equal(2 * Steps, sessions);
        Same(TinyRun.Train(recipe, _folder["whole"]), Trained(recipe, parts));
    }

    [Fact]
    public void A_finished_run_is_read_back_and_not_trained_again()
    {
        var recipe = TinyRun.Recipe("aux");
        var first = TinyRun.Train(recipe, _folder["run"]);
        using var workplace = TinyRun.Workplace();
        using var directory = RunDirectory.Open(_folder["run"], recipe);
        var again = Trainer.Train(recipe, workplace, directory, new Forbidden());
        Assert.Equal(RunStatus.Finished, again.Status);
        Assert.Equal(first.Outcome.Result!.Best, again.Result!.Best);
        Assert.Equal(first.Outcome.Result.LabelScores, again.Result.LabelScores);
        Assert.Equal(first.Outcome.Epochs, again.Epochs);
        Assert.True(directory.IsFinished);
    }

    [Fact]
    public void A_run_that_is_kept_nowhere_gives_the_same_bits()
    {
        var recipe = TinyRun.Recipe("sop");
        var (kept, loose) = (TinyRun.Train(recipe, _folder["run"]), TinyRun.Train(recipe));
        Assert.Equal(kept.State, loose.State);
        Assert.Equal(kept.Epochs, loose.Epochs);
    }

    [Fact]
    public void A_killed_process_loses_its_last_epoch_at_most()
    {
        var recipe = KilledRun.Recipe("sop");
        var folder = _folder["killed"];
        using (var child = KilledRun.Start("sop", folder))
        {
            while (!child.HasExited && Events(folder, "epoch").Count < 3) Thread.Sleep(10);
            Assert.False(child.HasExited, $"the run ended before it could be killed: {(child.HasExited ? child.StandardError.ReadToEnd() : "")}");
            Assert.Contains("in use", Assert.Throws<RunException>(() => RunDirectory.Open(folder, recipe)).Message);
            child.Kill();
            child.WaitForExit();
        }
        var done = Events(folder, "epoch").Count;
        Assert.InRange(done, 3, recipe.Epochs - 1);
        Assert.False(File.Exists(Path.Combine(folder, "result.json")));

        var resumed = TinyRun.Train(recipe, folder);
        Same(TinyRun.Train(recipe, _folder["whole"]), resumed);
        var from = Assert.Single(Events(folder, "resume"));
        Assert.InRange(from.Epochs, done - 1, done);
    }

    [Fact]
    public void A_kill_before_the_first_checkpoint_starts_anew()
    {
        var recipe = TinyRun.Recipe("co-teaching");
        var folder = _folder["run"];
        TinyRun.Train(recipe, folder, TinyRun.StopAt(5));
        File.Delete(Path.Combine(folder, "checkpoint.safetensors"));
        Same(TinyRun.Train(recipe, _folder["whole"]), TinyRun.Train(recipe, folder));
    }

    [Fact]
    public void A_kill_between_an_epochs_line_and_its_checkpoint_repeats_the_epoch()
    {
        var recipe = TinyRun.Recipe("aux");
        var (folder, early) = (_folder["run"], _folder["early"]);
        TinyRun.Train(recipe, folder, TinyRun.StopAfterEpoch(1));
        var checkpoint = Path.Combine(folder, "checkpoint.safetensors");
        File.Copy(checkpoint, early);
        TinyRun.Train(recipe, folder, TinyRun.StopAfterEpoch(1));
        File.Copy(early, checkpoint, overwrite: true);
        Assert.Equal(2, Events(folder, "epoch").Count);
        var resumed = TinyRun.Train(recipe, folder);
        Same(TinyRun.Train(recipe, _folder["whole"]), resumed);
        Assert.Equal([1, 2, 3, 4], RunLog.Lines(Path.Combine(folder, "events.jsonl")).Where(line => (string?)line["event"] == "epoch").Select(line => (int)line["epoch"]!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void A_last_line_cut_short_is_dropped(int missing)
    {
        var recipe = TinyRun.Recipe("aux");
        var folder = _folder["run"];
        TinyRun.Train(recipe, folder, TinyRun.StopAt(2 * Steps + 3));
        var events = Path.Combine(folder, "events.jsonl");
        using (var file = new FileStream(events, FileMode.Open)) file.SetLength(file.Length - missing);
        Same(TinyRun.Train(recipe, _folder["whole"]), TinyRun.Train(recipe, folder));
        // Every line is whole again.
        Assert.Equal(File.ReadAllLines(events).Length, RunLog.Lines(events).Count());
    }

    [Fact]
    public void A_kill_while_the_result_is_written_writes_it_again()
    {
        var recipe = TinyRun.Recipe("sop");
        var folder = _folder["run"];
        var whole = TinyRun.Train(recipe, folder);
        File.Delete(Path.Combine(folder, "result.json"));
        File.WriteAllText(Path.Combine(folder, "samples.csv"), "cut sho");
        Same(whole, TinyRun.Train(recipe, folder));
    }

    private static void Same(Trained expected, Trained actual)
    {
        Assert.Equal(RunStatus.Finished, expected.Outcome.Status);
        Assert.Equal(RunStatus.Finished, actual.Outcome.Status);
        Assert.Equal(expected.State, actual.State);
        Assert.Equal(expected.Epochs, actual.Epochs);
        Assert.NotNull(expected.Samples);
        Assert.Equal(expected.Samples, actual.Samples);
        var (a, b) = (expected.Outcome.Result!, actual.Outcome.Result!);
        Assert.Equal(a.LabelScores, b.LabelScores);
        Assert.Equal(
            a with { Seconds = 0, PeakMemory = 0, LabelScores = [] },
            b with { Seconds = 0, PeakMemory = 0, LabelScores = [] });
    }

    /// <summary>What a finished run of several sessions left, without training again.</summary>
    private static Trained Trained(Recipe recipe, string folder)
    {
        File.Delete(Path.Combine(folder, "result.json"));
        return TinyRun.Train(recipe, folder);
    }

    private static List<(int Epochs, int Step)> Events(string folder, string kind) =>
        [.. RunLog.Lines(Path.Combine(folder, "events.jsonl")).Where(line => (string?)line["event"] == kind).Select(line => ((int)(line["epochs"] ?? line["epoch"])!, (int)(line["step"] ?? 0)))];

    private sealed class Forbidden : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => Assert.Fail("a finished run must not train");
    }
}
