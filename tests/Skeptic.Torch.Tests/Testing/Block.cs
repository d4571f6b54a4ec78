using Skeptic.Torch.Layers;

namespace Skeptic.Torch.Tests.Testing;

/// <summary>The residual block of tools/golden/layers.py.</summary>
internal sealed class Block : Layer
{
    private readonly Layer _conv1, _bn1, _conv2, _bn2, _shortcut;

    internal Block(int inputs, int outputs, int stride, Generator init)
    {
        _conv1 = Child("conv1", new Conv2d(inputs, outputs, 3, init, stride, padding: 1, bias: false));
        _bn1 = Child("bn1", new BatchNorm2d(outputs));
        _conv2 = Child("conv2", new Conv2d(outputs, outputs, 3, init, padding: 1, bias: false));
        _bn2 = Child("bn2", new BatchNorm2d(outputs));
        _shortcut = Child("shortcut", new Sequential(new Conv2d(inputs, outputs, 1, init, stride, bias: false), new BatchNorm2d(outputs)));
    }

    public override Tensor Forward(Tensor input)
    {
        var path = _bn1.Forward(_conv1.Forward(input)).Relu();
        return (_bn2.Forward(_conv2.Forward(path)) + _shortcut.Forward(input)).Relu();
    }
}
