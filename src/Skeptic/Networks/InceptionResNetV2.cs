using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// Inception-ResNet-v2 (Szegedy et al., AAAI 2017) in the graph and under the names of the public PyTorch weights (<c>conv2d_1a</c>, ...,
/// <c>last_linear</c>); the mean of each last map, whatever its size. PyTorch's default start. Made for 299x299 pixels, takes 75x75 and more.
/// 54,306,464 parameters before the linear layer, so 55,843,464 for a thousand classes.
/// </summary>
public sealed class InceptionResNetV2 : Layer
{
    private const double Epsilon = 1e-3;
    private readonly List<Layer> _features = [];
    private readonly GlobalAvgPool _mean = new();
    private readonly Linear _last;
    private readonly NetworkShape _shape;
    private readonly Generator _init;

    public InceptionResNetV2(NetworkShape shape, Generator init)
    {
        (_shape, _init) = (shape, init);
        var (colours, _, _) = shape.Image("inception-resnet-v2", 75);
        Add("conv2d_1a", new ConvNorm(colours, W(32), 3, init, 2, bias: false, epsilon: Epsilon));
        Add("conv2d_2a", Conv(32, 32, 3));
        Add("conv2d_2b", Conv(32, 64, 3, padding: 1));
        _features.Add(new MaxPool2d(3, 2));
        Add("conv2d_3b", Conv(64, 80, 1));
        Add("conv2d_4a", Conv(80, 192, 3));
        _features.Add(new MaxPool2d(3, 2));
        Add("mixed_5b", new Parallel(
            Conv(192, 96, 1),
            new Sequential(Conv(192, 48, 1), Conv(48, 64, 5, padding: 2)),
            new Sequential(Conv(192, 64, 1), Conv(64, 96, 3, padding: 1), Conv(96, 96, 3, padding: 1)),
            new Sequential(new AvgPool2d(3, 1, 1, countPadding: false), Conv(192, 64, 1))));
        Add("repeat", Repeat(10, Block35));
        Add("mixed_6a", new Parallel(
            Conv(320, 384, 3, 2),
            new Sequential(Conv(320, 256, 1), Conv(256, 256, 3, padding: 1), Conv(256, 384, 3, 2)),
            new MaxPool2d(3, 2)));
        Add("repeat_1", Repeat(20, Block17));
        Add("mixed_7a", new Parallel(
            new Sequential(Conv(1088, 256, 1), Conv(256, 384, 3, 2)),
            new Sequential(Conv(1088, 256, 1), Conv(256, 288, 3, 2)),
            new Sequential(Conv(1088, 256, 1), Conv(256, 288, 3, padding: 1), Conv(288, 320, 3, 2)),
            new MaxPool2d(3, 2)));
        Add("repeat_2", Repeat(9, () => Block8(0.2, rectified: true)));
        Add("block8", Block8(1, rectified: false));
        Add("conv2d_7b", Conv(2080, 1536, 1));
        _last = Child("last_linear", new Linear(W(1536), shape.Classes, init));
    }

    public override Tensor Forward(Tensor input)
    {
        foreach (var layer in _features) input = layer.Forward(input);
        return _last.Forward(_mean.Forward(input).Flatten(1));
    }

    private ScaledResidual Block35() => new(W(320), W(32) + W(32) + W(64), 0.17, _init, () =>
    [
        Conv(320, 32, 1),
        new Sequential(Conv(320, 32, 1), Conv(32, 32, 3, padding: 1)),
        new Sequential(Conv(320, 32, 1), Conv(32, 48, 3, padding: 1), Conv(48, 64, 3, padding: 1)),
    ]);

    private ScaledResidual Block17() => new(W(1088), 2 * W(192), 0.1, _init, () =>
        [Conv(1088, 192, 1), new Sequential(Conv(1088, 128, 1), Conv(128, 160, (1, 7)), Conv(160, 192, (7, 1)))]);

    private ScaledResidual Block8(double scale, bool rectified) => new(W(2080), W(192) + W(256), scale, _init, () =>
        [Conv(2080, 192, 1), new Sequential(Conv(2080, 192, 1), Conv(192, 224, (1, 3)), Conv(224, 256, (3, 1)))], rectified);

    private ConvNorm Conv(int inputs, int outputs, int kernel, int stride = 1, int padding = 0) =>
        new(W(inputs), W(outputs), kernel, _init, stride, padding, bias: false, epsilon: Epsilon);

    /// <summary>Padded to keep the size.</summary>
    private ConvNorm Conv(int inputs, int outputs, (int Height, int Width) kernel) =>
        new(W(inputs), W(outputs), kernel, (kernel.Height / 2, kernel.Width / 2), _init, bias: false, epsilon: Epsilon);

    private static Sequential Repeat(int count, Func<Layer> block) => new([.. Enumerable.Range(0, count).Select(_ => block())]);

    /// <summary>Scaled, and where ways are joined the sum of their scaled parts.</summary>
    private int W(int maps) => maps switch
    {
        320 => W(96) + W(64) + W(96) + W(64),
        1088 => W(384) + W(384) + W(320),
        2080 => W(384) + W(288) + W(320) + W(1088),
        _ => _shape.Wide(maps),
    };

    private void Add(string name, Layer layer) => _features.Add(Child(name, layer));
}
