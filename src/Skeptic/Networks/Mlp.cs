using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>Linear 512, ReLU, linear 256, ReLU, linear K on the flattened sample; PyTorch's default initialisation.</summary>
public sealed class Mlp : Layer
{
    private readonly Linear _fc1, _fc2, _fc3;

    public Mlp(NetworkShape shape, Generator init)
    {
        var features = shape.Input.Aggregate(1, (product, size) => product * size);
        var (h1, h2) = (shape.Wide(512), shape.Wide(256));
        _fc1 = Child("fc1", new Linear(features, h1, init));
        _fc2 = Child("fc2", new Linear(h1, h2, init));
        _fc3 = Child("fc3", new Linear(h2, shape.Classes, init));
    }

    public override Tensor Forward(Tensor input) => _fc3.Forward(_fc2.Forward(_fc1.Forward(input.Flatten(1)).Relu()).Relu());
}
