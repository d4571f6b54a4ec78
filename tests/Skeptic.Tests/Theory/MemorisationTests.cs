using Skeptic.Settings;
using Skeptic.Theory;
using Skeptic.Training;

namespace Skeptic.Tests.Theory;

/// <summary>The runs of the memorisation figure on a tiny data set.</summary>
public sealed class MemorisationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-theory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static MemorisationPart Part(params string[] settings) => Memorisation.Parts(
        ["ce"], "symmetric:0.3", [$"dataset={TinyData.Name}", "samples=0", "model=cnn4", "width=0.1", "epochs=3", "batch=16", .. settings])[0];

    [Fact]
    public void Every_epoch_has_the_collapse_by_given_and_by_true_labels()
    {
        var outcome = Train(Part(), "whole");
        Assert.Equal(3, outcome.Epochs.Count);
        foreach (var epoch in outcome.Epochs)
        {
            foreach (var name in new[] { "given1", "given2", "given3", "true1", "true2", "true3" }) Assert.True(epoch.Method![$"collapse.{name}"] > 0, name);
            // The classes are there, so that true labels form tighter ones than labels of which a third is wrong.
            Assert.True(epoch.Method!["collapse.true1"] < epoch.Method["collapse.given1"]);
        }
    }

    [Fact]
    public void Measuring_changes_nothing_and_a_finished_run_is_read_back()
    {
        var part = Part();
        var measured = Train(part, "measured");
        using var workplace = TinyRun.Workplace();
        var plain = Trainer.Train(part.Recipe, workplace, null);
        Assert.Equal(plain.Epochs.Select(epoch => (epoch.Test, epoch.Training)), measured.Epochs.Select(epoch => (epoch.Test, epoch.Training)));
        Assert.Equal(measured.Epochs, Train(part, "measured").Epochs);
    }

    [Fact]
    public void An_interrupted_run_goes_on_to_the_same_measures()
    {
        var part = Part();
        var whole = Train(part, "whole");
        using (var cancel = new CancellationTokenSource())
        {
            var stopped = Train(part, "stopped", new Stop(cancel), cancel.Token);
            Assert.Equal(RunStatus.Interrupted, stopped.Status);
        }
        var resumed = Train(part, "stopped");
        Assert.Equal(whole.Epochs.Select(epoch => epoch.Method), resumed.Epochs.Select(epoch => epoch.Method));
    }

    [Fact]
    public void Wrong_and_right_labels_of_every_method_are_trained_on()
    {
        var parts = Memorisation.Parts(["ce", "sop"], "pair:0.4", ["epochs=2"]);
        Assert.Equal([("ce", "pair:0.4"), ("sop", "pair:0.4"), ("ce", "none"), ("sop", "none")], parts.Select(part => (part.Method, part.Noise)));
        Assert.All(parts, part => Assert.Equal((2, part.Method, part.Noise), (part.Recipe.Epochs, part.Recipe.Method, part.Recipe.Noise)));
    }

    [Fact]
    public void Noise_is_no_setting_of_single_runs() =>
        Assert.Throws<SettingsException>(() => Memorisation.Parts(["ce"], "pair:0.4", ["noise=none"]));

    private RunOutcome Train(MemorisationPart part, string name, IProgress<RunEvent>? progress = null, CancellationToken cancel = default)
    {
        using var workplace = TinyRun.Workplace();
        using var directory = RunDirectory.Open(Path.Combine(_folder, name), part.Recipe);
        return Memorisation.Train(part, workplace, directory, progress, cancel);
    }

    private sealed class Stop(CancellationTokenSource cancel) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is EpochDone) cancel.Cancel();
        }
    }
}
