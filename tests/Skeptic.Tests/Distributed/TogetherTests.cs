using Skeptic.Methods;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Two members of a group, each with its own shard of the samples, against one process with the same shards.</summary>
public sealed class TogetherTests : IDisposable
{
    /// <summary>Of a number of a weight, row or loss after 28 steps, relative to 1 or to itself where it is larger: what float32 loses by adding in another order.</summary>
    private const double Tolerance = 1e-4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>All that are not refused, and some together.</summary>
    public static TheoryData<string> Methods =>
    [
        .. MethodCatalogue.All.Select(entry => entry.Key).Where(key => key != "divide-mix"),
        "cdr+aux", "sop+cdr", "ce+sr+elr", "sop+", "gce+mixup", "elr+", "co-teaching+",
    ];

    [GroupTheory]
    [MemberData(nameof(Methods))]
    public void Two_processes_come_to_the_result_of_one(string method)
    {
        var recipe = Recipe(method);
        Same(Together.Train(recipe, together: false), Together.Train(recipe, together: true), Tolerance);
    }

    [GroupTheory]
    [InlineData("samples=107")]
    [InlineData("augment=crop:1,flip")]
    [InlineData("clipNorm=0.5")]
    [InlineData("patience=1")]
    [InlineData("optimiser.name=adam", "optimiser.learningRate=0.001")]
    [InlineData("validation.share=0")]
    public void So_they_do_with_other_settings(params string[] settings)
    {
        var recipe = Recipe("sop", settings);
        Same(Together.Train(recipe, together: false), Together.Train(recipe, together: true), 1e-3);
    }

    [GroupFact]
    public void Three_processes_do_too()
    {
        var recipe = Recipe("cdr+aux", "shards=3", "batch=18");
        Same(Together.Train(recipe, together: false), Together.Train(recipe, together: true), Tolerance);
    }

    [GroupFact]
    public void With_batch_normalisation_the_result_is_near_and_running_statistics_are_averages()
    {
        var recipe = Recipe("ce", "model=cnn4", "width=0.1");
        var (one, two) = (Together.Train(recipe, together: false), Together.Train(recipe, together: true));
        var mean = two.State.Single(tensor => tensor.Key.EndsWith("running_mean", StringComparison.Ordinal) && tensor.Key.Contains("bn1", StringComparison.Ordinal)).Value;
        Assert.All(mean, value => Assert.True(float.IsFinite(value)));
        Assert.InRange(two.Outcome.Result!.Last.Accuracy, one.Outcome.Result!.Last.Accuracy - 0.2, 1);
        // Each took the statistics of its own half.
        Assert.NotEqual(one.State.First().Value, two.State.First().Value);
    }

    /// <summary>Stopped by either member, in an epoch and at an epoch's end, and gone on with by as many or by one.</summary>
    [GroupTheory]
    [InlineData("sop")]
    [InlineData("cdr+aux")]
    [InlineData("ce+sr")]
    [InlineData("elr")]
    public void A_run_goes_on_in_another_number_of_processes(string method)
    {
        var recipe = Recipe(method);
        var whole = Together.Train(recipe, together: false);
        var folder = _folder["run"];
        Assert.Equal(RunStatus.Interrupted, Together.Train(recipe, true, folder, rank => rank == 1 ? TinyRun.StopAt(4) : (_, _) => { }).Outcome.Status);
        Assert.Equal(RunStatus.Interrupted, Together.Train(recipe, false, folder, _ => TinyRun.StopAt(6)).Outcome.Status);
        Assert.Equal(RunStatus.Interrupted, Together.Train(recipe, true, folder, rank => rank == 1 ? TinyRun.StopAfterEpoch(1) : (_, _) => { }).Outcome.Status);
        var parts = Together.Train(recipe, true, folder);
        Same(whole, parts, Tolerance);
        var stops = RunLog.Lines(Path.Combine(folder, "events.jsonl")).Where(line => (string?)line["event"] == "stop").Select(line => ((int)line["epochs"]!, (int)line["step"]!)).ToList();
        // Word of a stop travels with a step's gradients, and is heard at the end of the next.
        Assert.Equal([(0, 6), (1, 5)], stops.Take(2));
        Assert.Equal(4, RunLog.Lines(Path.Combine(folder, "events.jsonl")).Count(line => (string?)line["event"] == "epoch"));
        Assert.True(File.Exists(Path.Combine(folder, "samples.csv")));
    }

    [GroupFact]
    public void A_member_that_fails_leaves_the_checkpoint_of_the_epoch_before_and_the_run_goes_on()
    {
        var recipe = Recipe("sop");
        var whole = Together.Train(recipe, together: false);
        var folder = _folder["run"];
        var failing = TinyRun.StopAt(17);
        var told = Assert.Throws<IOException>(() => Together.Train(recipe, true, folder, rank => rank == 0 ? (_, _) => { } : (training, cancel) =>
        {
            failing(training, cancel);
            if (cancel.IsCancellationRequested) throw new IOException("a disk broke");
        }));
        Assert.Equal("a disk broke", told.Message);
        Assert.Equal(2, RunLog.Lines(Path.Combine(folder, "events.jsonl")).Count(line => (string?)line["event"] == "epoch"));
        Same(whole, Together.Train(recipe, true, folder), Tolerance);
    }

    [GroupFact]
    public void A_training_that_diverges_in_one_member_ends_in_all()
    {
        var recipe = Recipe("ce", "optimiser.learningRate=1e20");
        Assert.Contains("training diverged in epoch 1", Assert.Throws<RunException>(() => Together.Train(recipe, together: true)).Message);
    }

    [GroupFact]
    public void A_group_of_another_size_than_the_shards_is_refused()
    {
        var refused = Assert.Throws<RunException>(() => Together.Do(2, group =>
        {
            using var workplace = new Workplace(new Data.DataFolders(null, null, "nowhere"), Torch.Device.Cpu) { Group = group };
            workplace.Add(TinyData.Images());
            new Run(Recipe("ce", "shards=4"), workplace).Dispose();
            return 0;
        }));
        Assert.Equal("2 processes train together, and shards is 4; a run of shards=4 is trained by 4 processes or by one", refused.Message);
    }

    private static Recipe Recipe(string method, params string[] settings) => TinyRun.Recipe(method, ["shards=2", "model=mlp", "width=0.2", .. settings]);

    private static void Same(Left one, Left two, double tolerance)
    {
        Assert.Equal((one.Outcome.Status, RunStatus.Finished), (two.Outcome.Status, two.Outcome.Status));
        Assert.Equal(one.State.Keys, two.State.Keys);
        foreach (var (name, values) in one.State)
        {
            Assert.Equal(values.Length, two.State[name].Length);
            // Rows of SOP start at 1e-8: they are compared by the largest of them.
            var unit = name.StartsWith("per-sample", StringComparison.Ordinal) ? Math.Max(1e-30f, values.Max(Math.Abs)) : 1;
            var worst = values.Zip(two.State[name], (a, b) => float.IsNaN(a) && float.IsNaN(b) ? 0 : Math.Abs(a - b) / Math.Max(unit, Math.Abs(a))).Max();
            // Classes at the last visit may differ where two are as good as equal.
            if (name is "watch.class" or "watch.adjusted-class") Assert.InRange(values.Zip(two.State[name]).Count(pair => pair.First != pair.Second), 0, 1);
            else Assert.True(worst <= tolerance, $"{name} differs by {worst}");
        }
        Assert.Equal(one.Outcome.Epochs.Count, two.Outcome.Epochs.Count);
        foreach (var (a, b) in one.Outcome.Epochs.Zip(two.Outcome.Epochs))
        {
            Assert.InRange(Math.Abs(a.Test - b.Test), 0, 0.02);
            Assert.InRange(Math.Abs(a.Training.Loss - b.Training.Loss), 0, 1e-3);
            Assert.Equal(a.Method?.Count, b.Method?.Count);
            foreach (var (name, number) in a.Method ?? []) Assert.Equal(number, b.Method![name], 3);
        }
    }
}
