using System.Text.Json;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Operators;

namespace Skeptic.Tests;

/// <summary>Networks of the sparse-regularisation paper's code, with weights and inputs from a formula.</summary>
internal static class NetworkGolden
{
    private static readonly Operator s_sin = new("aten::sin");

    internal static void Cnn4(GoldenCase golden) => Check(golden, "cnn4", [1, 28, 28], 10);

    internal static void Cnn8(GoldenCase golden) => Check(golden, "cnn8", [3, 32, 32], 10);

    internal static void ResNet(GoldenCase golden) => Check(golden, golden.Json.Text("name") switch
    {
        "ResNet34_K10" => "resnet34-sr",
        "NLNL_resnet34_K10" => "resnet34",
        "ResNet50_CIFAR_stem_K100" => "resnet50",
        var name => throw new InvalidDataException($"no network is known by the name '{name}'"),
    }, [3, 32, 32], golden.Json.GetProperty("forward_eval").GetProperty("logits")[0].GetArrayLength());

    /// <summary>Sizes of the maps after every part, and how many parameters CDR ranks: those of convolutions and linear layers.</summary>
    internal static void CdrResNets(GoldenCase golden)
    {
        var checkedOnes = 0;
        foreach (var entry in golden.Json.EnumerateObject().Where(entry => entry.Name.StartsWith("ResNet", StringComparison.Ordinal)))
        {
            using var scope = Scope.Open();
            using var off = Grad.Off();
            int[] input = [.. entry.Value.Integers("input").Skip(1)];
            var stages = entry.Value.GetProperty("stages").EnumerateArray().ToList();
            using var network = Make($"resnet{entry.Name[6..8]}-cdr", input, stages[^1][1][1].GetInt32());
            Assert.Equal(entry.Value.Integer("parameters"), network.ParameterCount);
            Assert.Equal(entry.Value.Integer("ranked_by_cdr"), network.Parameters.Where(parameter => parameter.Value.Rank is 2 or 4).Sum(parameter => parameter.Value.Count));
            network.Train(false);
            Stages(network, [1, .. input], entry.Value.GetProperty("stages"), name => name switch { "linear" => "fc", _ => name });
            checkedOnes++;
        }
        Assert.Equal(5, checkedOnes);
    }

    internal static Layer Make(string name, int[] input, int classes)
    {
        using var init = new Generator(1);
        return NetworkCatalogue.Find(name).Create(new NetworkShape(input, classes), init);
    }

    /// <summary>Walks through a network's parts, which stand in the order of its graph, and compares the shapes that they put out.</summary>
    /// <param name="part">Our name of a part.</param>
    /// <param name="pooled">Parts that a pool of 2 follows, fused with them.</param>
    internal static void Stages(Layer network, long[] input, JsonElement stages, Func<string, string> part, params string[] pooled)
    {
        var seen = new Dictionary<string, IReadOnlyList<long>>();
        using var mean = new GlobalAvgPool();
        var x = Tensor.Zeros(input);
        foreach (var (name, layer) in network.Children)
        {
            if (layer is Linear linear) x = x.Flatten(1).Size(1) == linear.Weight.Size(1) ? x.Flatten(1) : mean.Forward(x).Flatten(1);
            seen[name] = (x = layer.Forward(x)).Shape;
            if (pooled.Contains(name)) x = x.ReluPool();
        }
        seen["logits"] = network.Forward(Tensor.Zeros(input)).Shape;
        foreach (var stage in stages.EnumerateArray())
            Assert.Equal(stage[1].EnumerateArray().Select(size => size.GetInt64()), seen[part(stage[0].GetString()!)]);
    }

    private static void Check(GoldenCase golden, string name, int[] input, int classes)
    {
        using var network = Make(name, input, classes);
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
            using var scope = Scope.Open();
            var scale = value.Rank > 1 ? gain * Math.Sqrt(2.0 / (value.Count / value.Size(0))) : 0.1;
            var shift = value.Rank == 1 && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            var u = s_sin.Call(Tensor.Arange(value.Count).To(ScalarType.Float64) * 0.7 + 1.3 * j + 0.1);
            value.CopyFrom((u * scale + shift).Reshape([.. value.Shape]));
        }
        foreach (var (name, value) in network.Buffers) value.Fill(name.EndsWith("running_var", StringComparison.Ordinal) ? 1 : 0);
    }
}
