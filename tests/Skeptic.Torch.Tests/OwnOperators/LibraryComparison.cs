using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Tests.OwnOperators;

/// <summary>Values and gradients of <c>skeptic::</c> operators beside the compositions of the library's that they stand for.</summary>
internal static class LibraryComparison
{
    private static readonly Operator s_convReluPool = new("skeptic::conv_relu_pool");
    private static readonly Operator s_reluPool = new("skeptic::relu_pool");
    private static readonly Operator s_maxPool = new("skeptic::max_pool2");
    private static readonly Operator s_conv = new("aten::conv2d");
    private static readonly Operator s_pool = new("aten::max_pool2d");

    /// <summary>What is drawn: numbers, or one of -1, 0, 1, of which many tie in a window.</summary>
    internal enum Draw { Numbers, Ties }

    internal sealed record Convolution(int Batch, int In, int Height, int Width, int Out, int Kernel, int Padding, Draw Draw = Draw.Numbers, ScalarType Type = ScalarType.Float32);

    /// <summary>LeNet's and CNN-4's own, odd sizes, kernels without a fast path, and batches that end within a part.</summary>
    internal static readonly Convolution[] Convolutions =
    [
        new(5, 1, 28, 28, 6, 5, 2),
        new(5, 6, 14, 14, 16, 5, 0),
        new(33, 1, 28, 28, 6, 5, 2, Draw.Ties),
        new(19, 6, 14, 14, 16, 5, 0, Draw.Ties),
        new(3, 3, 9, 11, 7, 3, 1),
        new(9, 4, 12, 12, 20, 3, 1),
        new(1, 2, 7, 6, 3, 3, 0, Draw.Ties),
        new(2, 2, 8, 8, 3, 1, 0),
        new(2, 2, 9, 9, 3, 7, 3),
        new(4, 2, 10, 10, 5, 3, 1, Draw.Numbers, ScalarType.Float64),
    ];

    /// <summary>Largest difference of the value and of the gradients to input, weight and bias, relative to the largest number.</summary>
    internal static double OfConvolution(Convolution c)
    {
        using var scope = Scope.Open();
        var random = new Random(7);
        Tensor[] inputs =
        [
            Drawn(random, [c.Batch, c.In, c.Height, c.Width], c), Drawn(random, [c.Out, c.In, c.Kernel, c.Kernel], c), Drawn(random, [c.Out], c),
        ];
        long[] one = [1, 1], two = [2, 2], padding = [c.Padding, c.Padding];
        return Largest(inputs, random,
            x => s_convReluPool.Call(x[0], x[1], x[2], (long)c.Padding),
            x => s_pool.Call(s_conv.Call(x[0], x[1], x[2], one, padding).Relu(), two));
    }

    /// <summary>The same for the two poolings of <c>[batch, 3, height, width]</c>.</summary>
    internal static double OfPooling(int height, int width, Draw draw)
    {
        using var scope = Scope.Open();
        var random = new Random(8);
        var input = Drawn(random, [6, 3, height, width], new Convolution(0, 0, 0, 0, 0, 0, 0, draw));
        long[] two = [2, 2];
        return Math.Max(
            Largest([input], random, x => s_reluPool.Call(x[0]), x => s_pool.Call(x[0].Relu(), two)),
            Largest([input], random, x => s_maxPool.Call(x[0]), x => s_pool.Call(x[0], two)));
    }

    private static double Largest(Tensor[] inputs, Random random, Func<Tensor[], Tensor> ours, Func<Tensor[], Tensor> theirs)
    {
        double[]? weights = null;
        var a = Results(ours);
        var b = Results(theirs);
        return a.Zip(b).Max(pair => Difference(pair.First, pair.Second));

        List<double[]> Results(Func<Tensor[], Tensor> of)
        {
            Tensor[] leaves = [.. inputs.Select(input => input.Clone())];
            foreach (var leaf in leaves) leaf.WithGrad();
            var value = of(leaves);
            weights ??= [.. Enumerable.Range(0, (int)value.Count).Select(_ => random.NextDouble() - 0.5)];
            (value * Tensor.From<double>(weights, [.. value.Shape]).To(value.Type)).Sum().Backward();
            return [Values(value), .. leaves.Select(leaf => Values(leaf.Grad!))];
        }
    }

    private static double Difference(double[] a, double[] b)
    {
        Assert.Equal(b.Length, a.Length);
        var scale = Math.Max(b.Max(Math.Abs), 1e-30);
        return a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second)) / scale;
    }

    private static double[] Values(Tensor tensor) => tensor.Detach().To(ScalarType.Float64).Contiguous().ToArray<double>();

    private static Tensor Drawn(Random random, long[] shape, Convolution c)
    {
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => c.Draw == Draw.Ties ? random.Next(3) - 1 : random.NextDouble() - 0.5)];
        return Tensor.From<double>(values, shape).To(c.Type);
    }
}
