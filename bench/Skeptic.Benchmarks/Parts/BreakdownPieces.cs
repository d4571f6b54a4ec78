using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Torch.Operators;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Benchmarks.Parts;

/// <summary>A part of a training step, forward and backward, by our operators and by the library's.</summary>
/// <param name="Megaflop">Multiplications and additions of dense arithmetic, whatever the kernels leave out.</param>
/// <param name="Megabytes">What must go to or from memory at least: inputs, outputs and their gradients, once each way.</param>
/// <param name="Library">Null where there is nothing to compare with.</param>
internal sealed record Piece(string Name, double Megaflop, double Megabytes, Action Ours, Action? Library);

/// <summary>The parts of a step of LeNet and of CNN-4 on pictures of 28x28, on random numbers.</summary>
internal static class BreakdownPieces
{
    private const double Momentum = 0.1, Epsilon = 1e-5;
    private const int Pixels = 28 * 28, Classes = 10;
    private static readonly long[] s_one = [1, 1], s_two = [2, 2];
    private static readonly Operator s_backward = new("aten::_backward");
    private static readonly Operator s_conv = new("aten::conv2d"), s_pool = new("aten::max_pool2d"), s_norm = new("aten::batch_norm");
    private static readonly Operator s_linear = new("aten::linear");
    private static readonly Operator s_convReluPool = new("skeptic::conv_relu_pool"), s_convNormReluPool = new("skeptic::conv_norm_relu_pool");
    private static readonly Operator s_gather = new("skeptic::gather_images");

    internal static IEnumerable<Piece> LeNet(int batch) =>
    [
        Gather(batch),
        Convolution("conv1 5x5 1-6, relu, pool", batch, 1, 28, 6, 5, 2, norm: false),
        Convolution("conv2 5x5 6-16, relu, pool", batch, 6, 14, 16, 5, 0, norm: false),
        Dense("linear 400-120-84-10, relu", batch, [400, 120, 84, Classes], norm: false),
        Loss(batch),
        Update("lenet"),
    ];

    internal static IEnumerable<Piece> Cnn4(int batch) =>
    [
        Gather(batch),
        Convolution("conv1 3x3 1-32, norm, relu, pool", batch, 1, 28, 32, 3, 1, norm: true),
        Convolution("conv2 3x3 32-64, norm, relu, pool", batch, 32, 14, 64, 3, 1, norm: true),
        Dense("linear 3136-128-10, norm, relu", batch, [64 * 7 * 7, 128, Classes], norm: true),
        Loss(batch),
        Update("cnn4"),
    ];

    private static Piece Convolution(string name, int batch, int inputs, int side, int outputs, int kernel, int padding, bool norm)
    {
        var first = inputs == 1;
        var wide = side + (2 * padding) - kernel + 1;
        long[] border = [padding, padding];
        Tensor[] norms = norm ? [Drawn(outputs), Drawn(outputs)] : [];
        Tensor[] leaves = [Drawn(batch, inputs, side, side), Drawn(outputs, inputs, kernel, kernel), Drawn(outputs), .. norms];
        Tensor mean = Drawn(outputs), variance = Tensor.Ones([outputs]);
        var gradient = Drawn(batch, outputs, wide / 2, wide / 2);
        var flop = 2.0 * batch * wide * wide * outputs * inputs * kernel * kernel * (first ? 2 : 3);
        double input = batch * inputs * side * side, output = batch * outputs * (wide / 2) * (wide / 2);

        Tensor Composed()
        {
            var x = s_conv.Call(leaves[0], leaves[1], leaves[2], s_one, border);
            if (norm) x = s_norm.Call(x, leaves[3], leaves[4], mean, variance, true, Momentum, Epsilon, true);
            return s_pool.Call(x.Relu(), s_two);
        }

        Tensor Fused() => norm
            ? s_convNormReluPool.Call(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], mean, variance, true, Momentum, Epsilon, (long)padding)
            : s_convReluPool.Call(leaves[0], leaves[1], leaves[2], (long)padding);

        Tensor[] wanted = first ? leaves[1..] : leaves;
        return new Piece(name, flop / 1e6, 4 * ((input * (first ? 2 : 3)) + (2 * output)) / 1e6, Both(Fused, wanted, gradient), Both(Composed, wanted, gradient));
    }

    private static Piece Dense(string name, int batch, long[] widths, bool norm)
    {
        var input = Drawn(batch, widths[0]);
        Tensor[] weights = [.. widths[1..].Select((outputs, i) => Drawn(outputs, widths[i]))], biases = [.. widths[1..].Select(outputs => Drawn(outputs))];
        Tensor[] norms = norm ? [Drawn(widths[1]), Drawn(widths[1])] : [];
        Tensor mean = Drawn(widths[1]), variance = Tensor.Ones([widths[1]]);

        Tensor Chain()
        {
            var x = input;
            for (var i = 0; i < weights.Length; i++)
            {
                x = s_linear.Call(x, weights[i], biases[i]);
                if (norm && i == 0) x = s_norm.Call(x, norms[0], norms[1], mean, variance, true, Momentum, Epsilon, true);
                if (i + 1 < weights.Length) x = x.Relu();
            }
            return x;
        }

        var products = weights.Sum(weight => (double)weight.Count);
        var values = (double)batch * widths.Sum();
        var step = Both(Chain, [input, .. weights, .. biases, .. norms], Drawn(batch, widths[^1]));
        // Weights are read twice and their gradients written.
        return new Piece(name, 6 * batch * products / 1e6, 4 * ((3 * products) + (2 * values)) / 1e6, step, null);
    }

    private static Piece Loss(int batch)
    {
        var logits = Drawn(batch, Classes);
        var targets = Tensor.From<long>([.. Enumerable.Range(0, batch).Select(i => (long)i % Classes)], [batch]);
        return new Piece("cross-entropy", 0, 0, Both(() => logits.CrossEntropy(targets), [logits], Drawn(batch)), null);
    }

    private static Piece Gather(int batch)
    {
        const int Count = 60_000;
        var random = new Random(3);
        var pixels = new byte[Count * Pixels];
        random.NextBytes(pixels);
        var images = Tensor.From<byte>(pixels, [Count, 1, 28, 28]);
        var index = Tensor.From<long>([.. Enumerable.Range(0, batch).Select(_ => random.NextInt64(Count))], [batch]);
        Tensor scale = Drawn(1), shift = Drawn(1);
        return new Piece("gather and normalise the batch", 2.0 * batch * Pixels / 1e6, 5.0 * batch * Pixels / 1e6,
            () => s_gather.Call(images, index, scale, shift),
            () => _ = (images.IndexSelect(index).To(ScalarType.Float32) * scale) + shift);
    }

    private static Piece Update(string network)
    {
        using var init = new Generator(1);
        var model = NetworkCatalogue.Find(network).Create(new NetworkShape([1, 28, 28], Classes), init);
        foreach (var (_, value) in model.Parameters) value.Grad = Tensor.Full([.. value.Shape], 1e-3);
        var optimiser = new SgdOptions { Momentum = 0.9, WeightDecay = 1e-3 }.Create([new ParameterGroup(model.Parameters)]);
        double count = model.ParameterCount;
        // Weights and momenta are read and written, gradients read.
        return new Piece("SGD with momentum", 5 * count / 1e6, 4 * 5 * count / 1e6, optimiser.Step, null);
    }

    private static Action Both(Func<Tensor> forward, Tensor[] wanted, Tensor gradient)
    {
        foreach (var leaf in wanted) leaf.WithGrad();
        return () =>
        {
            foreach (var leaf in wanted) leaf.Grad = null;
            s_backward.Do(forward(), wanted, gradient);
        };
    }

    private static Tensor Drawn(params long[] shape)
    {
        var random = new Random(5);
        return Tensor.From<float>([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => random.NextSingle() - 0.5f)], shape);
    }
}
