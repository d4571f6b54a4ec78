using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Training leaves no tensor behind.</summary>
public sealed class LiveTensorTests
{
    public static TheoryData<string> Methods =>
        [.. MethodCatalogue.All.Select(entry => entry.Key), "cdr+aux", "gce+co-teaching", "sop+elr+cdr+aux+co-teaching"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_hundred_steps_leave_no_tensor(string method)
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe(method, "clipNorm=5"), workplace);
        Steps(run, 5);
        var before = Live.Tensors();
        Steps(run, 100);
        Assert.Equal(before, Live.Tensors());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_whole_run_leaves_no_tensor(string method)
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRun.Recipe(method, ["epochs=2", .. MethodNeeds.Of(method)]);
        TinyRun.Train(recipe, folder["warm-up"]);
        var before = Live.Tensors();
        TinyRun.Train(recipe, folder["run"], TinyRun.StopAt(3));
        TinyRun.Train(recipe, folder["run"]);
        Assert.Equal(before, Live.Tensors());
    }

    private static void Steps(Run run, int count)
    {
        for (var step = 0; step < count; step++)
        {
            using var scope = Scope.Open();
            var clock = new Clock(step * 20 / count, 20);
            var plan = run.Method.Plan(run, clock);
            var order = run.Sampler.Order(plan.Passes[0], (int)run.Training.Count, step, 0, run.Device);
            TrainingStep.Take(run, run.Method, clock, plan.Passes[0], run.Training.Batch(order.Rows(0, 16)), 1);
        }
    }
}
