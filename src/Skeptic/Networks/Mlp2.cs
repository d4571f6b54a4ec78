using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// The perceptron for MNIST of Co-teaching+ (Yu et al., ICML 2019): linear 256, ReLU, linear K; PyTorch's default start. 203,530 parameters
/// for 784 features and ten classes.
/// </summary>
public sealed class Mlp2 : Layer
{
    private readonly Linear _fc1, _fc2;

    public Mlp2(NetworkShape shape, Generator init)
    {
        _fc1 = Child("fc1", new Linear(shape.Input.Aggregate(1, (product, size) => product * size), shape.Wide(256), init));
        _fc2 = Child("fc2", new Linear(shape.Wide(256), shape.Classes, init));
    }

    public override Tensor Forward(Tensor input) => _fc2.Forward(_fc1.Forward(input.Flatten(1)).Relu());
}
