using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Early stopping on the held-out part: when it stops, and what is left.</summary>
public sealed class PatienceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Recipe Stopping(int patience) => TinyRun.Recipe("ce", "epochs=30", "schedule=constant", "validation.share=0.3", $"patience={patience}");

    [Fact]
    public void It_stops_when_the_best_epoch_lies_that_far_back()
    {
        var epochs = TinyRun.Train(Stopping(0)).Outcome.Epochs;
        var early = TinyRun.Train(Stopping(3)).Outcome;
        var count = Enumerable.Range(1, 30).First(n => n - First(epochs.Take(n)).Epoch >= 3);
        Assert.InRange(count, 4, 29);
        Assert.Equal(count, early.Epochs.Count);
        var best = First(early.Epochs);
        Assert.Equal(new EpochScore(best.Test, best.Epoch), early.Result!.Last);
        Assert.Equal(early.Result.AtBestValidation, early.Result.Last);
    }

    [Fact]
    public void The_weights_of_the_best_epoch_are_left()
    {
        var early = TinyRun.Train(Stopping(3));
        var best = First(early.Outcome.Epochs);
        // The same run, cut after its best epoch: a constant schedule does not know how many epochs there are.
        var cut = TinyRun.Train(TinyRun.Recipe("ce", $"epochs={best.Epoch}", "schedule=constant", "validation.share=0.3"));
        foreach (var (name, hash) in cut.State.Where(tensor => tensor.Key.StartsWith("network0.", StringComparison.Ordinal))) Assert.Equal(hash, early.State[name]);
        Assert.Equal(cut.Outcome.Result!.GivenAccuracy, early.Outcome.Result!.GivenAccuracy);
    }

    [Fact]
    public void Interrupted_equals_uninterrupted()
    {
        var whole = TinyRun.Train(Stopping(3), _folder["whole"]);
        var parts = _folder["parts"];
        while (TinyRun.Train(Stopping(3), parts, TinyRun.StopAt(6)).Outcome.Status == RunStatus.Interrupted)
        {
        }
        var again = TinyRun.Train(Stopping(3), parts);
        Assert.Equal(whole.Outcome.Result! with { Seconds = 0, PeakMemory = 0, LabelScores = [] }, again.Outcome.Result! with { Seconds = 0, PeakMemory = 0, LabelScores = [] });
        Assert.Equal(whole.Samples, again.Samples);
    }

    [Fact]
    public void Without_a_held_out_part_it_is_refused()
    {
        var message = Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce", "patience=2", "validation.share=0")).Message;
        Assert.Contains("hold a part out", message);
    }

    private static EpochRecord First(IEnumerable<EpochRecord> epochs) => epochs.MaxBy(epoch => epoch.Validation)!;
}
