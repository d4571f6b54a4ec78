using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>What stands before the stages of a ResNet.</summary>
public enum Stem
{
    /// <summary>3x3, stride 1, padding 1: keeps 32x32.</summary>
    Cifar,

    /// <summary>3x3, stride 1, no padding: 32x32 becomes 30x30, as in the code of CDR.</summary>
    Unpadded,

    /// <summary>7x7, stride 2, padding 3, then the maximum of 3x3 at stride 2: 224x224 becomes 56x56.</summary>
    ImageNet,
}

/// <summary>
/// ResNet-18, 34 and 50 under torchvision's names and in its order, with one of three stems and of three starts; the mean of each
/// feature map, whatever the size, then a linear layer.
/// </summary>
/// <remarks>
/// Parameters for three channels and ten classes with a 3x3 stem: 11,173,962 (18), 21,282,122 (34), 23,520,842 (50). Code whose
/// last pooling has a fixed 4x4 window computes the same for inputs of 32x32.
/// </remarks>
public sealed class ResNet : Layer
{
    private static readonly int[] s_widths = [64, 128, 256, 512];
    private static readonly Dictionary<int, int[]> s_blocks = new() { [18] = [2, 2, 2, 2], [34] = [3, 4, 6, 3], [50] = [3, 4, 6, 3] };
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly MaxPool2d? _pool;
    private readonly Sequential[] _stages;
    private readonly GlobalAvgPool _mean = new();
    private readonly Linear _fc;

    /// <param name="depth">18, 34 or 50; 50 has bottlenecks.</param>
    public ResNet(NetworkShape shape, Generator init, int depth, Stem stem = Stem.Cifar, Start start = Start.Default)
    {
        var channels = shape.Image($"resnet{depth}", stem == Stem.Unpadded ? 3 : 1).Channels;
        var (bottleneck, inputs) = (depth == 50, shape.Wide(s_widths[0]));
        _conv1 = Child("conv1", stem == Stem.ImageNet
            ? new Conv2d(channels, inputs, 7, init, 2, 3, bias: false)
            : new Conv2d(channels, inputs, 3, init, 1, stem == Stem.Cifar ? 1 : 0, bias: false));
        _bn1 = Child("bn1", new BatchNorm2d(inputs));
        _pool = stem == Stem.ImageNet ? new MaxPool2d(3, 2, 1) : null;
        _stages = new Sequential[s_widths.Length];
        foreach (var (i, count) in s_blocks[depth].Index())
        {
            var width = shape.Wide(s_widths[i]);
            var blocks = new Layer[count];
            for (var b = 0; b < count; b++)
            {
                blocks[b] = new ResidualBlock(inputs, width, i > 0 && b == 0 ? 2 : 1, bottleneck, init);
                inputs = bottleneck ? ResidualBlock.Expansion * width : width;
            }
            _stages[i] = Child($"layer{i + 1}", new Sequential(blocks));
        }
        _fc = Child("fc", new Linear(inputs, shape.Classes, init));
        start.Apply(this, init);
    }

    public override Tensor Forward(Tensor input)
    {
        var x = _bn1.Forward(_conv1.Forward(input)).Relu();
        if (_pool is not null) x = _pool.Forward(x);
        foreach (var stage in _stages) x = stage.Forward(x);
        return _fc.Forward(_mean.Forward(x).Flatten(1));
    }
}
