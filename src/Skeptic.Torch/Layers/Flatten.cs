namespace Skeptic.Torch.Layers;

/// <summary><c>[B, ...]</c> to <c>[B, N]</c>.</summary>
public sealed class Flatten : Layer
{
    public override Tensor Forward(Tensor input) => input.Flatten(1);
}
