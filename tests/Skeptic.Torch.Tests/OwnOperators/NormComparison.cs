using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Tests.OwnOperators;

/// <summary>The operators with a batch norm in them beside the library's operators in double precision.</summary>
internal static class NormComparison
{
    private const double Momentum = 0.1, Epsilon = 1e-5;
    private static readonly Operator s_convNormReluPool = new("skeptic::conv_norm_relu_pool");
    private static readonly Operator s_normReluPool = new("skeptic::batch_norm_relu_pool");
    private static readonly Operator s_conv = new("aten::conv2d");
    private static readonly Operator s_norm = new("aten::batch_norm");
    private static readonly Operator s_pool = new("aten::max_pool2d");

    /// <param name="Kernel">0: no convolution; the norm is then of the input's channels.</param>
    /// <param name="Gradient">Whether the input wants a gradient.</param>
    /// <param name="Slanted">Whether the input is a transposed view.</param>
    internal sealed record Norm(
        int Batch, int In, int Height, int Width, int Out, int Kernel, int Padding, bool Gradient = true, bool Slanted = false, ScalarType Type = ScalarType.Float32)
    {
        internal int Channels => Kernel == 0 ? In : Out;

        internal int Positions(int length) => Kernel == 0 ? length : length + (2 * Padding) - Kernel + 1;
    }

    /// <summary>CNN-4's own, each way of the operators, odd sizes, one channel, one image, and what only the library takes.</summary>
    internal static readonly Norm[] Norms =
    [
        new(5, 1, 28, 28, 32, 3, 1, Gradient: false),
        new(9, 32, 14, 14, 64, 3, 1),
        new(3, 1, 9, 11, 7, 3, 1, Gradient: false),
        new(17, 3, 8, 8, 20, 3, 0, Gradient: false),
        new(2, 1, 7, 6, 5, 5, 2, Gradient: false),
        new(1, 1, 6, 6, 1, 3, 1, Gradient: false),
        new(1, 32, 9, 12, 32, 3, 0),
        new(11, 31, 10, 7, 63, 3, 2),
        new(2, 8, 12, 12, 16, 5, 4),
        new(3, 3, 10, 10, 6, 3, 1),
        new(2, 3, 8, 8, 4, 1, 0),
        new(4, 32, 10, 8, 32, 3, 1, Slanted: true),
        new(3, 2, 8, 8, 4, 3, 1, Type: ScalarType.Float64),
        new(5, 32, 14, 14, 0, 0, 0),
        new(3, 5, 9, 11, 0, 0, 0),
        new(3, 2, 8, 35, 0, 0, 0),
        new(2, 3, 7, 40, 0, 0, 0, Gradient: false),
        new(1, 1, 2, 2, 0, 0, 0),
        new(3, 4, 6, 8, 0, 0, 0, Slanted: true),
        new(3, 4, 6, 6, 0, 0, 0, Type: ScalarType.Float64),
    ];

    /// <summary>Largest difference of value, gradients and running statistics, in training and in evaluation.</summary>
    internal static double Of(Norm norm)
    {
        using var scope = Scope.Open();
        var inputs = Inputs(norm);
        double[] weights = [.. Numbers(new Random(9), norm.Batch * norm.Channels * (norm.Positions(norm.Height) / 2) * (norm.Positions(norm.Width) / 2))];
        return new[] { true, false }.SelectMany(training =>
            Results(norm, inputs, norm.Type, weights, training, Ours).Zip(Results(norm, inputs, ScalarType.Float64, weights, training, Theirs))).Max(Difference);
    }

    /// <summary>Whether gradients off change nothing but that there are none: value and running statistics have the same bits.</summary>
    internal static bool SameWithoutGradients(Norm norm)
    {
        using var scope = Scope.Open();
        var inputs = Inputs(norm);
        var recorded = Results(norm, inputs, norm.Type, null, training: true, Ours);
        using var off = Grad.Off();
        return recorded.Zip(Results(norm, inputs, norm.Type, null, training: true, Ours)).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    private static Tensor Ours(Norm n, Tensor[] x, bool training) => n.Kernel == 0
        ? s_normReluPool.Call(x[0], x[1], x[2], x[3], x[4], training, Momentum, Epsilon)
        : s_convNormReluPool.Call(x[0], x[1], x[2], x[3], x[4], x[5], x[6], training, Momentum, Epsilon, (long)n.Padding);

    private static Tensor Theirs(Norm n, Tensor[] x, bool training)
    {
        long[] one = [1, 1], two = [2, 2], padding = [n.Padding, n.Padding];
        var values = n.Kernel == 0 ? x[0] : s_conv.Call(x[0], x[1], x[2], one, padding);
        return s_pool.Call(s_norm.Call(values, x[^4], x[^3], x[^2], x[^1], training, Momentum, Epsilon, true).Relu(), two);
    }

    /// <summary>Input, weight and bias of the convolution, weight and bias of the norm, running mean and variance.</summary>
    private static Tensor[] Inputs(Norm n)
    {
        var random = new Random(7);
        Tensor Drawn(double shift, params long[] shape) =>
            Tensor.From<double>([.. Numbers(random, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(v => v + shift)], shape).To(n.Type);
        var input = n.Slanted ? Drawn(0.3, n.Batch, n.In, n.Width, n.Height).Transpose(2, 3) : Drawn(0.3, n.Batch, n.In, n.Height, n.Width);
        Tensor[] convolution = n.Kernel == 0 ? [] : [Drawn(0, n.Out, n.In, n.Kernel, n.Kernel), Drawn(0, n.Out)];
        // A negative scale turns the order of values round.
        return [input, .. convolution, Drawn(0.2, n.Channels), Drawn(0, n.Channels), Drawn(0, n.Channels), Drawn(1, n.Channels)];
    }

    private static List<double[]> Results(Norm norm, Tensor[] inputs, ScalarType type, double[]? weights, bool training, Func<Norm, Tensor[], bool, Tensor> of)
    {
        Tensor[] leaves = [.. inputs.Select(input => input.Detach().Clone().To(type))];
        Tensor[] wanted = [.. leaves[(norm.Gradient ? 0 : 1)..^2]];
        foreach (var leaf in wanted) leaf.WithGrad();
        var value = of(norm, leaves, training);
        if (weights is not null) (value * Tensor.From<double>(weights, [.. value.Shape]).To(type)).Sum().Backward();
        return [Values(value), .. weights is null ? [] : wanted.Select(leaf => Values(leaf.Grad!)), Values(leaves[^2]), Values(leaves[^1])];
    }

    private static double Difference((double[] Ours, double[] Theirs) pair)
    {
        Assert.Equal(pair.Theirs.Length, pair.Ours.Length);
        // The gradient of a convolution's bias is zero up to rounding, so a scale of its own would mean nothing.
        var scale = Math.Max(pair.Theirs.Max(Math.Abs), 0.5);
        return pair.Ours.Zip(pair.Theirs).Max(values => Math.Abs(values.First - values.Second)) / scale;
    }

    private static double[] Values(Tensor tensor) => tensor.Detach().To(ScalarType.Float64).Contiguous().ToArray<double>();

    private static IEnumerable<double> Numbers(Random random, int count) => Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5);
}
