using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// The 4-layer CNN for MNIST of the sparse-regularisation paper's code: twice conv 3x3 (pad 1, with bias), batch norm, ReLU,
/// pool 2 at 32 and 64 maps; linear 128, batch norm, ReLU; linear K. 422,090 parameters for one 28x28 channel and ten classes.
/// </summary>
/// <remarks>Initialised as published: convolutions Kaiming uniform over fan-in, linear weights Xavier uniform, biases PyTorch's default.</remarks>
public sealed class Cnn4 : Layer
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Linear _fc1, _fc2;
    private readonly BatchNorm1d _bn3;

    public Cnn4(NetworkShape shape, Generator init)
    {
        var (channels, height, width) = shape.Image("cnn4", 4);
        var (c1, c2, hidden) = (shape.Wide(32), shape.Wide(64), shape.Wide(128));
        _conv1 = Child("conv1", new Conv2d(channels, c1, 3, init, padding: 1));
        _bn1 = Child("bn1", new BatchNorm2d(c1));
        _conv2 = Child("conv2", new Conv2d(c1, c2, 3, init, padding: 1));
        _bn2 = Child("bn2", new BatchNorm2d(c2));
        _fc1 = Child("fc1", new Linear(c2 * (height / 4) * (width / 4), hidden, init));
        _bn3 = Child("bn3", new BatchNorm1d(hidden));
        _fc2 = Child("fc2", new Linear(hidden, shape.Classes, init));
        foreach (var conv in new[] { _conv1, _conv2 }) Init.KaimingUniform(conv.Weight, init);
        foreach (var linear in new[] { _fc1, _fc2 }) Init.XavierUniform(linear.Weight, init);
    }

    public override Tensor Forward(Tensor input)
    {
        var x = _conv2.ForwardNormReluPool(_conv1.ForwardNormReluPool(input, _bn1), _bn2);
        return _fc2.Forward(_bn3.Forward(_fc1.Forward(x.Flatten(1))).Relu());
    }
}
