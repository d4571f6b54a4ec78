using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// A block of a ResNet, named as in torchvision: 3x3, 3x3 (basic), or 1x1, 3x3, 1x1 to four times the width (bottleneck, which strides in
/// its 3x3), each with batch norm; plus the input, by way of a 1x1 convolution with batch norm where shapes differ; then ReLU.
/// </summary>
/// <remarks>He et al., Deep residual learning for image recognition, CVPR 2016; the place of the stride is that of later code.</remarks>
internal sealed class ResidualBlock : Layer
{
    internal const int Expansion = 4;
    private readonly List<(Conv2d Conv, BatchNorm2d Norm)> _path = [];
    private readonly Sequential? _downsample;

    internal ResidualBlock(int inputs, int width, int stride, bool bottleneck, Generator init)
    {
        var outputs = bottleneck ? Expansion * width : width;
        (int In, int Out, int Kernel, int Stride)[] convolutions = bottleneck
            ? [(inputs, width, 1, 1), (width, width, 3, stride), (width, outputs, 1, 1)]
            : [(inputs, width, 3, stride), (width, width, 3, 1)];
        foreach (var (i, (from, to, kernel, step)) in convolutions.Index())
        {
            var conv = Child($"conv{i + 1}", new Conv2d(from, to, kernel, init, step, kernel / 2, bias: false));
            _path.Add((conv, Child($"bn{i + 1}", new BatchNorm2d(to))));
        }
        if (stride == 1 && inputs == outputs) return;
        _downsample = Child("downsample", new Sequential(new Conv2d(inputs, outputs, 1, init, stride, bias: false), new BatchNorm2d(outputs)));
    }

    public override Tensor Forward(Tensor input)
    {
        var x = input;
        foreach (var (i, (conv, norm)) in _path.Index()) x = norm.Forward(conv.Forward(i == 0 ? x : x.Relu()));
        return (x + (_downsample?.Forward(input) ?? input)).Relu();
    }
}
