using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>x where it is positive, otherwise slope x.</summary>
public sealed class LeakyRelu(double slope = 0.01) : Layer
{
    private static readonly Operator s_leakyRelu = new("aten::leaky_relu");

    public override Tensor Forward(Tensor input) => s_leakyRelu.Call(input, slope);
}
