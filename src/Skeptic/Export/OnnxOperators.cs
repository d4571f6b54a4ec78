using Skeptic.Torch.Operators;

namespace Skeptic.Export;

/// <summary>What the operators of networks in evaluation mode are called in ONNX, operator set 13.</summary>
internal static class OnnxOperators
{
    internal const int Set = 13;

    private static readonly long[] s_two = [2, 2];

    /// <summary>Adds the nodes of one call.</summary>
    /// <param name="value">The name of a tensor by its identity.</param>
    /// <param name="extents">The shape of a weight by its identity.</param>
    /// <param name="constant">Adds a number.</param>
    /// <returns>The name of the first result.</returns>
    /// <exception cref="NotSupportedException">The operator has no counterpart here.</exception>
    internal static string Add(OnnxGraph graph, TracedCall call, Func<long, string> value, Func<long, IReadOnlyList<long>> extents, Func<double, string> constant)
    {
        string In(int i) => value(call.Arguments[i].Tensors[0]);
        double Number(int i, double byDefault) => i < call.Arguments.Count && call.Arguments[i].Number is { } number ? number : byDefault;
        long[] Integers(int i, params long[] byDefault) => i < call.Arguments.Count && call.Arguments[i].Integers.Count > 0 ? [.. call.Arguments[i].Integers] : byDefault;
        long[] Both(long[] padding) => [.. padding, .. padding];
        string[] Weights(int first, int count) => [.. Enumerable.Range(first, count).Where(i => i < call.Arguments.Count && call.Arguments[i].Tensors is [not 0]).Select(In)];
        string Rectified(string x) => graph.Node("Relu", [x]);
        string Halved(string x) => graph.Node("MaxPool", [x], ("kernel_shape", s_two), ("strides", s_two));
        string Convolved(long[] stride, long[] padding) => graph.Node("Conv", [In(0), .. Weights(1, 2)],
            ("kernel_shape", extents(call.Arguments[1].Tensors[0]).Skip(2).ToArray()), ("strides", stride), ("pads", Both(padding)));

        switch (call.Operator)
        {
            case "aten::conv2d":
                return Convolved(Integers(3, 1, 1), Integers(4, 0, 0));
            case "skeptic::conv_relu_pool":
                var padding = (long)Number(3, 0);
                return Halved(Rectified(Convolved([1, 1], [padding, padding])));
            case "skeptic::conv_norm_relu_pool" when Number(7, 0) == 0:
                var border = (long)Number(10, 0);
                var normalised = graph.Node("BatchNormalization", [Convolved([1, 1], [border, border]), .. Weights(3, 4)], ("epsilon", (float)Number(9, 1e-5)));
                return Halved(Rectified(normalised));
            case "skeptic::batch_norm_relu_pool" when Number(5, 0) == 0:
                return Halved(Rectified(graph.Node("BatchNormalization", [In(0), .. Weights(1, 4)], ("epsilon", (float)Number(7, 1e-5)))));
            case "skeptic::relu_pool":
                return Halved(Rectified(In(0)));
            case "aten::relu":
                return Rectified(In(0));
            case "aten::leaky_relu":
                return graph.Node("LeakyRelu", [In(0)], ("alpha", (float)Number(1, 0.01)));
            case "aten::max_pool2d":
                return graph.Node("MaxPool", [In(0)], ("kernel_shape", Integers(1)), ("strides", Integers(2, Integers(1))), ("pads", Both(Integers(3, 0, 0))));
            case "aten::avg_pool2d":
                return graph.Node("AveragePool", [In(0)], ("kernel_shape", Integers(1)), ("strides", Integers(2, Integers(1))), ("pads", Both(Integers(3, 0, 0))), ("count_include_pad", (long)Number(5, 1)));
            case "aten::adaptive_avg_pool2d" when Integers(1) is [1, 1]:
                return graph.Node("GlobalAveragePool", [In(0)]);
            case "aten::batch_norm" when Number(5, 0) == 0:
                return graph.Node("BatchNormalization", [In(0), .. Weights(1, 4)], ("epsilon", (float)Number(7, 1e-5)));
            case "aten::linear":
                return graph.Node("Gemm", [In(0), .. Weights(1, 2)], ("transB", 1L));
            case "aten::flatten.using_ints" when Number(2, -1) == -1:
                return graph.Node("Flatten", [In(0)], ("axis", (long)Number(1, 0)));
            case "aten::add.Tensor" when Number(2, 1) == 1:
                return graph.Node("Add", [In(0), In(1)]);
            case "aten::mul.Scalar":
                return graph.Node("Mul", [In(0), constant(Number(1, 1))]);
            case "aten::div.Scalar":
                return graph.Node("Div", [In(0), constant(Number(1, 1))]);
            case "aten::cat":
                return graph.Node("Concat", call.Arguments[0].Tensors.Select(value), ("axis", (long)Number(1, 0)));
            default:
                throw new NotSupportedException($"{call.Operator} has no counterpart in ONNX here; add one to {nameof(OnnxOperators)}");
        }
    }
}
