namespace Skeptic.Torch.Layers;

/// <summary>max(x, 0); the gradient at 0 is 0.</summary>
public sealed class Relu : Layer
{
    public override Tensor Forward(Tensor input) => input.Relu();
}
