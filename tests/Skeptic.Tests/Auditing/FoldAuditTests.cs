using Skeptic.Auditing;
using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class FoldAuditTests : IDisposable
{
    private static readonly DataFolders s_nowhere = new(null, null, "nowhere");
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-folds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_fold_s_run_has_no_held_out_sample_and_no_true_label()
    {
        var (data, plan) = (Data(), Plan(Data()));
        for (var fold = 0; fold < plan.Folds; fold++)
        {
            var dataset = new FoldRun(data, plan, fold, Recipe(), _folder).Dataset();
            var trained = Enumerable.Range(0, dataset.Train.Count).Select(i => Pixels(dataset.Train.Inputs, i)).ToHashSet();
            Assert.Equal(plan.Held(fold).Select(i => Pixels(data.Inputs, i)), Enumerable.Range(0, dataset.Test.Count).Select(i => Pixels(dataset.Test.Inputs, i)));
            Assert.DoesNotContain(Enumerable.Range(0, dataset.Test.Count), i => trained.Contains(Pixels(dataset.Test.Inputs, i)));
            Assert.Null(dataset.Train.CleanLabels);
            Assert.Equal(plan.Planted[fold].Count, plan.Trained(fold).Index().Count(pair => dataset.Train.Labels[pair.Index] != data.Given[pair.Item]));
        }
    }

    [Fact]
    public void The_label_of_a_held_out_sample_changes_nothing_of_what_is_said_of_it()
    {
        var data = Data();
        var plan = Plan(data);
        var others = data with { Given = [.. data.Given.Select((label, i) => plan.FoldOf[i] == 0 ? (label + 1) % 3 : label)] };
        FoldResult Of(AuditData of, string name) => new FoldRun(of, plan, 0, Recipe() with { Dataset = "some" }, Path.Combine(_folder, name)).Go(s_nowhere, Device.Cpu, 3, new Quiet(), default)!;
        var (given, changed) = (Of(data, "a"), Of(others, "b"));
        Assert.Equal(given.Probabilities, changed.Probabilities);
        Assert.Equal(given.Neighbours, changed.Neighbours);
        // The other way round: a label that was trained on does change it.
        others = data with { Given = [.. data.Given.Select((label, i) => plan.FoldOf[i] == 1 ? (label + 1) % 3 : label)] };
        Assert.NotEqual(given.Probabilities, Of(others, "c").Probabilities);
    }

    [Fact]
    public void A_stopped_audit_goes_on_and_says_the_same()
    {
        var whole = new FoldAudit(Data(), Recipe(), new() { Folds = 3 }, Path.Combine(_folder, "whole")).Train(s_nowhere, Device.Cpu, new Quiet(), default)!;
        var directory = Path.Combine(_folder, "stopped");
        foreach (var (fold, epoch) in new[] { (0, 2), (1, 1), (2, 3) })
        {
            using var stop = new CancellationTokenSource();
            var told = new Told(value =>
            {
                if (value is { Event: EpochDone done } && value.Fold == fold && done.Record.Epoch == epoch) stop.Cancel();
            });
            Assert.Null(new FoldAudit(Data(), Recipe(), new() { Folds = 3 }, directory).Train(s_nowhere, Device.Cpu, told, stop.Token));
        }
        var audit = new FoldAudit(Data(), Recipe(), new() { Folds = 3 }, directory);
        Assert.Equal(2, audit.Done);
        var resumed = audit.Train(s_nowhere, Device.Cpu, new Quiet(), default)!;
        Assert.Equal(whole.Probabilities, resumed.Probabilities);
        Assert.Equal(whole.Neighbours, resumed.Neighbours);
        Assert.Equal(["loss_mean", "loss_end", "loss_mixture", "forgetting", "elr_target"], resumed.TrainingNames);
        foreach (var name in whole.TrainingNames) Assert.Equal(whole.MeanOf(name), resumed.MeanOf(name));
    }

    [Fact]
    public void Folds_side_by_side_say_the_same()
    {
        var one = new FoldAudit(Data(), Recipe(), new() { Folds = 3 }, Path.Combine(_folder, "one")).Train(s_nowhere, Device.Cpu, new Quiet(), default)!;
        var two = new FoldAudit(Data(), Recipe(), new() { Folds = 3, Parallel = 2, Threads = 2 }, Path.Combine(_folder, "two")).Train(s_nowhere, Device.Cpu, new Quiet(), default)!;
        Assert.Equal(one.Probabilities, two.Probabilities);
    }

    [Theory]
    // A step of a narrow network on small pictures is worth a thread.
    [InlineData("cnn4", 0.1, 8, null, 3, 1)]
    [InlineData("cnn4", 0.1, 2, null, 2, 1)]
    [InlineData("cnn4", 0.1, 1, null, 1, 1)]
    [InlineData("cnn4", 0.1, 8, 1, 1, 1)]
    [InlineData("cnn4", 0.1, 2, 3, 3, 1)]
    // One of resnet18 all that there are.
    [InlineData("resnet18", 1, 8, null, 1, 8)]
    [InlineData("resnet18", 1, 8, 2, 2, 4)]
    [InlineData("resnet18", 1, 2, 50, 3, 1)]
    public void Threads_that_a_step_is_not_worth_train_other_folds(string model, double width, int threads, int? asked, int parallel, int each)
    {
        var audit = new FoldAudit(Data(), Recipe() with { Model = model, Width = width, Batch = 128 }, new() { Folds = 3, Parallel = asked, Threads = threads }, _folder);
        Assert.Equal((parallel, each), audit.Division(Device.Cpu));
    }

    [Fact]
    public void The_folds_of_another_audit_are_not_taken()
    {
        new FoldAudit(Data(), Recipe(), new() { Folds = 3 }, _folder).Train(s_nowhere, Device.Cpu, new Quiet(), default);
        var problem = Assert.Throws<SettingsException>(() => new FoldAudit(Data(), Recipe() with { Epochs = 4 }, new() { Folds = 3 }, _folder).Train(s_nowhere, Device.Cpu, new Quiet(), default));
        Assert.Contains("holds the folds of another audit: recipe differs", problem.Message);
        var other = Data();
        other.Given[0] = (other.Given[0] + 1) % 3;
        Assert.Contains("data differs", Assert.Throws<SettingsException>(() => new FoldAudit(other, Recipe(), new() { Folds = 3 }, _folder).Train(s_nowhere, Device.Cpu, new Quiet(), default)).Message);
    }

    [Fact]
    public void Early_stopping_is_refused() =>
        Assert.Contains("leave patience at 0", Assert.Throws<SettingsException>(() => new FoldAudit(Data(), Recipe() with { Patience = 2 }, new() { Folds = 3 }, _folder)).Message);

    internal static AuditData Data()
    {
        var tiny = TinyData.Images(train: 90);
        int[] given = [.. tiny.Train.Labels.Select((label, i) => i % 9 == 4 ? (label + 1) % 3 : label)];
        return new("tiny", tiny) { Inputs = tiny.Train.Inputs, Given = given, Truth = tiny.Train.Labels, Names = new() };
    }

    private static FoldPlan Plan(AuditData data) => FoldPlan.Make(data.Given, data.ClassNames, 3, 0.05, 1);

    private static Recipe Recipe() => TinyRun.Recipe("elr", "epochs=3", "noise=none", "validation.share=0");

    private static string Pixels(InputArray inputs, int i)
    {
        var row = new float[64];
        inputs.ReadRow(i, row);
        return string.Join(' ', row);
    }

    internal sealed class Quiet : IProgress<RunEvent>, IProgress<FoldEvent>
    {
        public void Report(RunEvent value)
        {
        }

        public void Report(FoldEvent value)
        {
        }
    }

    private sealed class Told(Action<FoldEvent> tell) : IProgress<FoldEvent>
    {
        public void Report(FoldEvent value) => tell(value);
    }
}
