using Skeptic.Torch.Layers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Layers;

/// <summary>Gradients of every layer against central differences in float64: df/dx = (f(x + h) - f(x - h)) / 2h + O(h^2).</summary>
public class GradientTests
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-7;
    private const ulong MaskSeed = 77;

    private static readonly Dictionary<string, (long[] Shape, Func<Generator, Generator, Layer> Make)> s_layers = new()
    {
        ["linear"] = ([3, 4], (init, _) => new Linear(4, 2, init)),
        ["linear without bias"] = ([3, 4], (init, _) => new Linear(4, 2, init, bias: false)),
        ["convolution"] = ([2, 2, 4, 4], (init, _) => new Conv2d(2, 3, 3, init, padding: 1)),
        ["convolution with stride"] = ([2, 2, 5, 5], (init, _) => new Conv2d(2, 2, 3, init, stride: 2, bias: false)),
        ["batch normalisation of maps"] = ([3, 2, 2, 3], (_, _) => new BatchNorm2d(2)),
        ["batch normalisation of features"] = ([5, 3], (_, _) => new BatchNorm1d(3)),
        ["batch normalisation of sequences"] = ([3, 2, 4], (_, _) => new BatchNorm1d(2)),
        ["max pooling"] = ([2, 2, 4, 4], (_, _) => new MaxPool2d(2)),
        ["max pooling with overlap"] = ([1, 2, 5, 5], (_, _) => new MaxPool2d(3, 2, 1)),
        ["average pooling"] = ([2, 2, 4, 4], (_, _) => new AvgPool2d(2)),
        ["average pooling with overlap"] = ([1, 2, 5, 5], (_, _) => new AvgPool2d(3, 1, 1)),
        ["global average pooling"] = ([2, 3, 3, 2], (_, _) => new GlobalAvgPool()),
        ["dropout"] = ([4, 6], (_, masks) => new Dropout(0.4, masks)),
        ["dropout of maps"] = ([2, 6, 2, 2], (_, masks) => new Dropout2d(0.4, masks)),
        ["rectifier"] = ([4, 5], (_, _) => new Relu()),
        ["leaky rectifier"] = ([4, 5], (_, _) => new LeakyRelu(0.1)),
        ["flattening"] = ([2, 3, 2], (_, _) => new Flatten()),
        ["a sequence"] = ([3, 4], (init, _) => new Sequential(new Linear(4, 3, init), new BatchNorm1d(3), new LeakyRelu(), new Linear(3, 2, init))),
        ["a residual block"] = ([2, 2, 4, 4], (init, _) => new Block(2, 2, 2, init)),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in s_layers.Keys)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_equal_central_differences(string name, bool training)
    {
        using var scope = Scope.Open();
        using var init = new Generator(3);
        using var masks = new Generator(MaskSeed);
        var (shape, make) = s_layers[name];
        using var layer = make(init, masks);
        layer.To(ScalarType.Float64);
        Scatter(layer, init);
        layer.Train(training);
        var input = Tensor.Empty(shape, ScalarType.Float64).FillNormal(0, 1, init).WithGrad();
        var direction = Direction(layer, input, masks);

        Objective(layer, input, direction, masks).Backward();
        var inputs = layer.Parameters.Append(new NamedTensor("input", input)).ToList();
        foreach (var (part, value) in inputs)
            Check(part, value, () => Objective(layer, input, direction, masks).ToDouble());
    }

    /// <summary>Running statistics and scales other than 0 and 1, so that a mix-up shows.</summary>
    private static void Scatter(Layer layer, Generator draws)
    {
        foreach (var (_, value) in layer.StateDict())
            if (value.Type.IsFloatingPoint() && value.Rank == 1) Init.Uniform(value, 0.5, 1.5, draws);
    }

    private static Tensor Direction(Layer layer, Tensor input, Generator masks)
    {
        masks.Reseed(MaskSeed);
        using var draws = new Generator(5);
        return Tensor.Empty([.. layer.Forward(input).Shape], ScalarType.Float64).FillNormal(0, 1, draws);
    }

    private static Tensor Objective(Layer layer, Tensor input, Tensor direction, Generator masks)
    {
        masks.Reseed(MaskSeed);
        return (layer.Forward(input) * direction).Sum();
    }

    private static void Check(string part, Tensor value, Func<double> objective)
    {
        var gradient = value.Grad!.ToArray<double>();
        var scale = Math.Max(1, gradient.Max(Math.Abs));
        for (var i = 0; i < gradient.Length; i++)
        {
            var numeric = Difference(value, i, objective);
            Assert.True(Math.Abs(numeric - gradient[i]) <= Tolerance * scale, $"{part}[{i}]: gradient {gradient[i]:R}, central difference {numeric:R}");
        }
    }

    private static double Difference(Tensor value, int i, Func<double> objective)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var kept = value.Span<double>()[i];
        value.Span<double>()[i] = kept + Step;
        var above = objective();
        value.Span<double>()[i] = kept - Step;
        var below = objective();
        value.Span<double>()[i] = kept;
        return (above - below) / (2 * Step);
    }
}
