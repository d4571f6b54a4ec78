using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Tests;

/// <summary>Networks that compute in bfloat16, or with their channels last, compared with the same networks in float32 and contiguous.</summary>
public sealed class PrecisionTests
{
    private const int Batch = 16;

    public static TheoryData<string> Names => NetworkCatalogueTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_and_gradients_in_bfloat16_point_where_those_in_float32_do(string name)
    {
        var exact = Pass(name, training: false, network => { });
        var rounded = Pass(name, training: false, network => network.ComputeIn(ScalarType.BFloat16));
        Assert.Equal(ScalarType.Float32, rounded.LogitType);
        Assert.All(rounded.Types, type => Assert.True(type is ScalarType.Float32 or ScalarType.Int64, $"{type}"));
        // 8 binary digits a number, and a rectifier now and then the other way, through up to a hundred layers.
        Assert.True(Cosine(exact.Logits, rounded.Logits) > 0.999, $"{name}: logits at a cosine of {Cosine(exact.Logits, rounded.Logits):0.00000}");
        Assert.True(Cosine(exact.Gradient, rounded.Gradient) > 0.98, $"{name}: gradients at a cosine of {Cosine(exact.Gradient, rounded.Gradient):0.0000}");
        var length = Math.Sqrt(rounded.Gradient.Sum(g => g * g) / exact.Gradient.Sum(g => g * g));
        Assert.InRange(length, 0.9, 1.1);
        Assert.NotEqual(exact.Logits, rounded.Logits);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Channels_last_changes_the_order_of_sums_alone(string name)
    {
        var rows = Pass(name, training: false, network => { });
        var last = Pass(name, training: false, network => network.To(MemoryFormat.ChannelsLast));
        Near.Equal(rows.Logits, last.Logits, $"{name}: logits", new Tolerance(1e-3, 1e-4));
        Assert.True(Cosine(rows.Gradient, last.Gradient) > 0.99999, $"{name}: gradients at a cosine of {Cosine(rows.Gradient, last.Gradient):0.000000}");
        var (training, trainingLast) = (Pass(name, training: true, network => { }), Pass(name, training: true, network => network.To(MemoryFormat.ChannelsLast)));
        Assert.True(Cosine(training.Gradient, trainingLast.Gradient) > 0.99, $"{name}: gradients in training at a cosine of {Cosine(training.Gradient, trainingLast.Gradient):0.000000}");
    }

    [Fact]
    public void Weights_of_convolutions_lie_with_their_channels_last()
    {
        using var scope = Scope.Open();
        using var init = new Generator(3);
        using var layer = new Conv2d(4, 8, 3, init);
        var before = Numbers.Of(layer.Weight);
        layer.To(MemoryFormat.ChannelsLast);
        Assert.Throws<EngineException>(() => layer.Weight.Span<float>().Length);
        Assert.Equal(before, Numbers.Of(layer.Weight));
        layer.To(MemoryFormat.Contiguous);
        Assert.Equal(8 * 4 * 9, layer.Weight.Span<float>().Length);
    }

    [Fact]
    public void Layers_refuse_numbers_that_they_cannot_compute_in()
    {
        using var layer = new Relu();
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.ComputeIn(ScalarType.Int64));
    }

    private sealed record Seen(double[] Logits, ScalarType LogitType, double[] Gradient, ScalarType[] Types);

    private static Seen Pass(string name, bool training, Action<Layer> prepare)
    {
        var side = Math.Max(16, NetworkCatalogue.Find(name).Smallest);
        using var scope = Scope.Open();
        using var init = new Generator(3);
        using var draws = new Generator(4);
        using var network = NetworkCatalogue.Find(name).Create(new NetworkShape([3, side, side], 5, 0.25), init);
        prepare(network);
        network.Train(training);
        network.Reseed(9);
        var inputs = Tensor.Empty([Batch, 3, side, side]).FillNormal(0, 1, draws);
        var logits = network.Forward(inputs);
        logits.CrossEntropy(Tensor.From([.. Enumerable.Range(0, Batch).Select(i => (long)(i % 5))]), Tensor.Reduction.Mean).Backward();
        return new(
            Numbers.Of(logits), logits.Type, [.. network.Parameters.SelectMany(parameter => Numbers.Of(parameter.Value.Grad!))],
            [.. network.StateDict().Select(tensor => tensor.Value.Type), .. network.Parameters.Select(parameter => parameter.Value.Grad!.Type)]);
    }

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(y => y * y));
}
