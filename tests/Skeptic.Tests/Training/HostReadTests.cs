using Skeptic.Augmentation;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>A step asks the device for nothing that it would have to wait for.</summary>
public sealed class HostReadTests
{
    public static TheoryData<string> Methods => LiveTensorTests.Methods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void No_step_of_any_phase_reads_the_device(string method)
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe(method, "clipNorm=5", "augment=crop:1,flip"), workplace);
        var steps = 0;
        for (var epoch = 0; epoch < run.Recipe.Epochs; epoch++)
        {
            using var scope = Scope.Open();
            var clock = new Clock(epoch, run.Recipe.Epochs);
            var plan = run.Method.Plan(run, clock);
            var divergence = new Divergence(run.Device);
            foreach (var (number, pass) in plan.Passes.Index())
            {
                using var samples = run.Training.InOrder(run.Sampler.Order(pass, (int)run.Training.Count, epoch, number, run.Device), run.Views(clock));
                using var beside = BesideBatches.Of(run, pass, clock, number);
                for (var step = 0; step < 2; step++, steps++)
                {
                    var before = Engine.HostReads;
                    beside?.Reach(step);
                    using var inner = Scope.Open();
                    var (start, count) = run.Sampler.Range(samples.Count, step);
                    run.Reseed(epoch, number, step);
                    var batch = samples.Batch(start, count, number, step) with { Beside = beside?.At(step) };
                    divergence.Observe(TrainingStep.Take(run, run.Method, clock, pass, batch, 1));
                    Assert.True(Engine.HostReads == before, $"{method}: {Engine.HostReads - before} reads in step {step} of pass {number} in epoch {epoch}, phase {plan.Phase}");
                }
            }
            run.NetworksChanged();
        }
        Assert.True(steps >= 8, $"{steps} steps");
    }

    [Fact]
    public void No_augmentation_reads_the_device()
    {
        var arguments = new Dictionary<string, string>
        {
            ["crop"] = ":1", ["rotate"] = ":30", ["resize"] = ":8", ["centre-crop"] = ":8", ["random-resized-crop"] = ":8", ["jitter"] = ":0.4:0.4:0.4:0.1",
            ["randaugment"] = ":4:10", ["cutout"] = ":3", ["flip"] = "", ["autoaugment"] = "",
        };
        Assert.Equal(AugmentationCatalogue.All.Select(entry => entry.Name).Order(), arguments.Keys.Order());
        foreach (var (name, rest) in arguments)
        {
            using var scope = Scope.Open();
            using var workplace = TinyRun.Workplace();
            using var run = new Run(TinyRun.Recipe("ce", $"augment={name}{rest}"), workplace);
            var samples = run.Training.InOrder(Tensor.Arange(run.Training.Count), run.Views(new Clock(0, 4)));
            var before = Engine.HostReads;
            samples.Batch(0, 64);
            Assert.True(Engine.HostReads == before, $"{name}: {Engine.HostReads - before}");
        }
    }

    [Fact]
    public void Whatever_hands_elements_to_the_host_is_counted()
    {
        using var scope = Scope.Open();
        var tensor = Tensor.From([1f, 0, 2]);
        void Counts(long expected, Action ask)
        {
            var before = Engine.HostReads;
            ask();
            Assert.Equal(expected, Engine.HostReads - before);
        }
        Counts(1, () => tensor.ToArray<float>());
        Counts(1, () => tensor.Sum().ToDouble());
        Counts(1, () => (tensor > 0).Positions());
        Counts(1, () => tensor.To(Device.Cpu));
        Counts(1, () => Engine.Synchronize(Device.Cpu));
        Counts(0, () => (tensor * 2).To(ScalarType.Float64).Sum());
        var elsewhere = 0L;
        Counts(0, () =>
        {
            var other = new Thread(() =>
            {
                using var its = Scope.Open();
                tensor.ToArray<float>();
                elsewhere = Engine.HostReads;
            });
            other.Start();
            other.Join();
        });
        Assert.Equal(1, elsewhere);
    }
}
