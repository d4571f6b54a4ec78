using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>The numbers of a result are those of its per-sample table and of its epochs.</summary>
public sealed class RunResultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ce")]
    [InlineData("aux")]
    [InlineData("sop")]
    [InlineData("elr")]
    [InlineData("co-teaching")]
    public void Result_and_table_agree(string method)
    {
        var (result, rows) = Run(TinyRun.Recipe(method));
        Assert.Equal(108, rows.Count);
        Assert.Equal(rows.OrderByDescending(row => row.Suspicion).ThenBy(row => row.Id).Select(row => row.Id), rows.Select(row => row.Id));
        Assert.Equal(108, rows.Select(row => row.Id).Distinct().Count());
        var clean = TinyData.Images().Train.Labels;
        Assert.All(rows, row => Assert.Equal(clean[row.Id], row.TrueLabel));

        var quality = LabelErrorMetrics.Of(result.RankedBy, [.. rows.Select(row => row.Suspicion)], [.. rows.Select(row => row.GivenLabel != row.TrueLabel)]);
        Assert.Equal(quality, result.LabelScores.Single(score => score.Score == result.RankedBy));
        Assert.Equal(result.RankedBy, result.LabelScores[0].Score);
        Assert.Equal(method == "ce" ? 2 : 3, result.LabelScores.Count);
        var byLoss = LabelErrorMetrics.Of("network: loss of the given label", [.. rows.Select(row => row.Loss)], [.. rows.Select(row => row.GivenLabel != row.TrueLabel)]);
        Assert.Equal(byLoss, result.LabelScores[^1]);
        foreach (var row in rows)
        {
            Near.Equal(-Math.Log(row.SelfConfidence), row.Loss, $"loss of sample {row.Id}", new Tolerance(1e-4, 1e-5));
            Assert.InRange(row.Margin, 2 * row.SelfConfidence - 1 - 1e-6, row.SelfConfidence);
        }
        // The network repeats the given label exactly where its margin is above 0.
        Near.Equal(rows.Count(row => row.Margin > 0) / 108.0, result.GivenAccuracy, "given accuracy");
        var wrong = rows.Where(row => row.GivenLabel != row.TrueLabel).ToList();
        Near.Equal(wrong.Count(row => row.Margin > 0) / (double)wrong.Count, result.Memorised!.Value, "memorised");
    }

    [Fact]
    public void Without_an_opinion_of_the_method_the_network_suggests_the_labels()
    {
        var (result, rows) = Run(TinyRun.Recipe("ce"));
        Near.Equal(rows.Count(row => row.SuggestedLabel == row.GivenLabel) / 108.0, result.GivenAccuracy, "given accuracy");
        Near.Equal(rows.Count(row => row.SuggestedLabel == row.TrueLabel) / 108.0, result.TrueAccuracy!.Value, "true accuracy");
        Assert.Equal("network: loss at the best epoch by validation", result.RankedBy);
    }

    [Fact]
    public void The_epochs_give_best_last_and_at_best_validation()
    {
        var trained = TinyRun.Train(TinyRun.Recipe("sop", "epochs=6"), _folder["run"]);
        var (result, epochs) = (trained.Outcome.Result!, trained.Outcome.Epochs);
        Assert.Equal(Enumerable.Range(1, 6), epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(new EpochScore(epochs[^1].Test, 6), result.Last);
        Assert.Equal(new EpochScore(epochs.Max(epoch => epoch.Test), epochs.First(epoch => epoch.Test == epochs.Max(other => other.Test)).Epoch), result.Best);
        var chosen = epochs.First(epoch => epoch.Validation == epochs.Max(other => other.Validation));
        Assert.Equal(new EpochScore(chosen.Test, chosen.Epoch), result.AtBestValidation);
        Assert.Equal([0.05, 0.05, 0.005, 0.005, 0.005, 0.005], epochs.Select(epoch => Math.Round(epoch.LearningRate, 12)));
        Assert.All(epochs, epoch => Assert.True(epoch.Seconds > 0 && epoch.SamplesPerSecond > 0));
        Assert.True(result.Seconds >= epochs.Sum(epoch => epoch.Seconds) * 0.99 && result.PeakMemory > 10_000_000);
    }

    [Fact]
    public void What_is_read_back_is_what_was_written()
    {
        var recipe = TinyRun.Recipe("elr");
        var trained = TinyRun.Train(recipe, _folder["run"]);
        using var directory = RunDirectory.Open(_folder["run"], recipe);
        var read = directory.ReadResult()!;
        Assert.Equal(trained.Outcome.Result!.LabelScores, read.LabelScores);
        Assert.Equal(trained.Outcome.Result with { LabelScores = [] }, read with { LabelScores = [] });
        Assert.Equal(trained.Outcome.Epochs, directory.ReadEpochs());
    }

    [Fact]
    public void Clean_labels_give_no_quality_and_nothing_memorised()
    {
        var (result, rows) = Run(TinyRun.Recipe("ce", "noise=none"));
        Assert.Empty(result.LabelScores);
        Assert.Null(result.Memorised);
        Assert.Equal(result.GivenAccuracy, result.TrueAccuracy);
        Assert.Equal(108, rows.Count);
    }

    [Fact]
    public void A_last_batch_of_one_sample_joins_the_one_before_it()
    {
        // 113 training samples in batches of 16 leave one, of which batch normalisation cannot take a variance.
        using var workplace = TinyRun.Workplace(TinyData.Images(train: 113));
        var recipe = TinyRun.Recipe("ce", "validation.share=0", "epochs=1");
        Assert.Equal(RunStatus.Finished, Trainer.Train(recipe, workplace, null).Status);
        var sampler = new Sampler(1, 16);
        Assert.Equal(7, sampler.Steps(113));
        Assert.Equal(113, Enumerable.Range(0, 7).Sum(step => sampler.Range(113, step).Count));
        Assert.Equal((96L, 17L), sampler.Range(113, 6));
        Assert.Equal((112L, 2L), sampler.Range(114, 7));
        Assert.Equal((1, 0), (sampler.Steps(1), sampler.Steps(0)));
        Assert.Equal(5, new Sampler(1, 1).Steps(5));
    }

    [Fact]
    public void A_run_tells_what_it_is_and_every_epoch()
    {
        var progress = new Collected();
        var trained = TinyRun.Train(TinyRun.Recipe("co-teaching"), progress: progress);
        var started = Assert.IsType<RunStarted>(progress.Events[0]);
        Assert.Null(started.ResumedAt);
        Assert.Equal((108, 12, 60, 3, 2), (started.Facts.TrainingSamples, started.Facts.ValidationSamples, started.Facts.TestSamples, started.Facts.Classes, started.Facts.Networks));
        Assert.InRange(started.Facts.UntrainedTest!.Value, 0, 1);
        Assert.Equal(trained.Outcome.Epochs, progress.Events.OfType<EpochDone>().Select(done => done.Record));
    }

    private (RunResult Result, IReadOnlyList<SampleRow> Rows) Run(Recipe recipe)
    {
        var trained = TinyRun.Train(recipe, _folder["run"]);
        using var directory = RunDirectory.Open(_folder["run"], recipe);
        return (trained.Outcome.Result!, directory.ReadSamples());
    }

    private sealed class Collected : IProgress<RunEvent>
    {
        internal List<RunEvent> Events { get; } = [];

        public void Report(RunEvent value) => Events.Add(value);
    }
}
