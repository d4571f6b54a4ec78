using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Dropout draws masks in every step, and an interrupted run draws those of an uninterrupted one.</summary>
public sealed class DropoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("co-teaching")]
    [InlineData("elr-plus")]
    [InlineData("divide-mix")]
    public void A_resumed_run_with_dropout_leaves_the_bits_of_an_uninterrupted_one(string method)
    {
        var recipe = TinyRun.Recipe(method, "epochs=2");
        var whole = Train("whole", null);
        while (Train("parts", 6).Outcome.Status == RunStatus.Interrupted)
        {
        }
        Assert.Equal(whole.State, Train("parts", null).State);
        // Both networks of a step draw masks of their own.
        Assert.NotEqual(whole.State["network0.net.conv1.weight"], whole.State["network1.net.conv1.weight"]);

        (RunOutcome Outcome, IReadOnlyDictionary<string, string> State) Train(string folder, int? stop)
        {
            Directory.CreateDirectory(_folder[folder]);
            File.Delete(_folder[folder + "/result.json"]);
            using var workplace = TinyRun.Workplace();
            using var directory = RunDirectory.Open(_folder[folder], recipe);
            using var cancel = new CancellationTokenSource();
            var forward = 0;
            using var run = new Run(recipe, workplace, (shape, init) => new Dropping(new Cnn4(shape, init), training =>
            {
                if (training && ++forward == stop) cancel.Cancel();
            }));
            return (Trainer.Continue(run, directory, null, cancel.Token), TinyRun.Hashes(run));
        }
    }

    [Fact]
    public void Masks_are_a_function_of_the_seed_and_differ_between_layers()
    {
        using var scope = Scope.Open();
        using var network = new Sequential(new Dropout(0.5), new Dropout(0.5));
        float[] Masks(ulong seed)
        {
            network.Reseed(seed);
            return network.Forward(Tensor.Ones([1000])).ToArray<float>();
        }
        Assert.Equal(Masks(3), Masks(3));
        Assert.NotEqual(Masks(3), Masks(4));
        // Two independent masks leave a quarter; one mask twice would leave half.
        Assert.InRange(Masks(3).Count(value => value > 0), 200, 300);
    }

    /// <summary>A network behind dropout of its inputs.</summary>
    private sealed class Dropping : Layer
    {
        private readonly Dropout _drop;
        private readonly Layer _net;
        private readonly Action<bool> _asked;

        internal Dropping(Layer net, Action<bool> asked) => (_drop, _net, _asked) = (Child("drop", new Dropout(0.3)), Child("net", net), asked);

        public override Tensor Forward(Tensor input)
        {
            _asked(Training);
            return _net.Forward(_drop.Forward(input));
        }
    }
}
