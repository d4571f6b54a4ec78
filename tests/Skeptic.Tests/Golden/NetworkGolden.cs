using System.Text.Json;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Tests;

/// <summary>Networks of the sparse-regularisation paper's code, with weights and inputs from a formula.</summary>
internal static class NetworkGolden
{
    internal static void Cnn4(GoldenCase golden)
    {
        using var init = new Generator(1);
        using var network = NetworkCatalogue.Find("cnn4").Create(new NetworkShape([1, 28, 28], 10), init);
        Counts(golden.Json, network);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            network.To(type);
            if (golden.Json.Optional("forward_eval") is { } evaluation) Forward(network, evaluation, training: false, type);
            if (golden.Json.Optional("forward_train_mode") is { } training) Forward(network, training, training: true, type);
        }
    }

    private static void Counts(JsonElement golden, Layer network)
    {
        var parameters = network.Parameters;
        Assert.Equal(golden.Integer("trainable_params"), network.ParameterCount);
        Assert.Equal(golden.Integer("n_param_tensors"), parameters.Count);
        Assert.Equal(golden.Integer("bn_running_stat_elems"), network.Buffers.Where(buffer => buffer.Name.Contains("running", StringComparison.Ordinal)).Sum(buffer => buffer.Value.Count));
        if (golden.Optional("params") is { } listed)
            Assert.Equal(listed.EnumerateArray().Select(parameter => Numbers.Of(parameter[1]).Items), parameters.Select(parameter => parameter.Value.Shape.Select(size => (double)size)));
        if (golden.Optional("param_count_breakdown") is not { } parts) return;
        long Sum(int rank, string ending) => parameters.Where(parameter => parameter.Value.Rank == rank && parameter.Name.EndsWith(ending, StringComparison.Ordinal)).Sum(parameter => parameter.Value.Count);
        Assert.Equal(parts.Integer("conv_weight"), Sum(4, "weight"));
        Assert.Equal(parts.Integer("linear_weight"), Sum(2, "weight"));
        Assert.Equal(parts.Integer("conv_bias") + parts.Integer("linear_bias") + parts.Integer("bn"), Sum(1, ""));
    }

    private static void Forward(Layer network, JsonElement golden, bool training, ScalarType type)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        Fill(network, golden.Optional("weight_gain")?.GetDouble() ?? 1);
        long[] shape = [.. golden.Doubles("input_shape").Select(size => (long)size)];
        network.Train(training);
        var logits = network.Forward(Input(shape).ToTensor(type));
        // float32 sums thousands of terms on the way.
        Near.Equal(golden.Doubles("logits"), Numbers.Of(logits), $"logits in {type}", type == ScalarType.Float64 ? Tolerance.Double : new Tolerance(1e-5, 1e-5));
    }

    /// <summary>The rule of the golden file: sin(0.05 i) + 0.5 cos(0.0131 i + 0.3).</summary>
    internal static Numbers Input(long[] shape)
    {
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return new Numbers([.. Enumerable.Range(0, count).Select(i => Math.Sin(0.05 * i) + 0.5 * Math.Cos(0.0131 * i + 0.3))], shape);
    }

    /// <summary>
    /// The rule of the golden file: u = sin(0.7 i + 1.3 j + 0.1); weights gain u sqrt(2 / fan in), scales of normalisation 1 + 0.1 u, biases 0.1 u;
    /// running means 0 and variances 1.
    /// </summary>
    internal static void Fill(Layer network, double gain)
    {
        foreach (var (j, (name, value)) in network.Parameters.Index())
        {
            var count = (int)value.Count;
            var scale = value.Rank > 1 ? gain * Math.Sqrt(2.0 / (count / value.Size(0))) : 0.1;
            var shift = value.Rank == 1 && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            value.CopyFrom(new Numbers([.. Enumerable.Range(0, count).Select(i => shift + scale * Math.Sin(0.7 * i + 1.3 * j + 0.1))], [.. value.Shape]).ToTensor(ScalarType.Float64));
        }
        foreach (var (name, value) in network.Buffers) value.Fill(name.EndsWith("running_var", StringComparison.Ordinal) ? 1 : 0);
    }
}
