using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// The small CNN for CIFAR-10 of Co-teaching+ (Yu et al., ICML 2019): conv 5x5 6, pool, conv 5x5 16, pool, linear 120, 84, K, all without
/// padding; ReLU; PyTorch's default start. 62,006 parameters for three 32x32 channels and ten classes.
/// </summary>
public sealed class Cnn5 : Layer
{
    private readonly Conv2d _conv1, _conv2;
    private readonly Linear _fc1, _fc2, _fc3;

    public Cnn5(NetworkShape shape, Generator init)
    {
        var (channels, height, width) = shape.Image("cnn5", 16);
        var (c1, c2, f1, f2) = (shape.Wide(6), shape.Wide(16), shape.Wide(120), shape.Wide(84));
        _conv1 = Child("conv1", new Conv2d(channels, c1, 5, init));
        _conv2 = Child("conv2", new Conv2d(c1, c2, 5, init));
        var pixels = ((height - 4) / 2 - 4) / 2 * (((width - 4) / 2 - 4) / 2);
        _fc1 = Child("fc1", new Linear(c2 * pixels, f1, init));
        _fc2 = Child("fc2", new Linear(f1, f2, init));
        _fc3 = Child("fc3", new Linear(f2, shape.Classes, init));
    }

    public override Tensor Forward(Tensor input)
    {
        var x = _conv2.ForwardReluPool(_conv1.ForwardReluPool(input)).Flatten(1);
        return _fc3.Forward(_fc2.Forward(_fc1.Forward(x).Relu()).Relu());
    }
}
