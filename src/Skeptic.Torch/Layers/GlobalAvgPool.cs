using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>The mean of each feature map: <c>[B,C,H,W]</c> to <c>[B,C,1,1]</c>.</summary>
public sealed class GlobalAvgPool : Layer
{
    private static readonly Operator s_adaptive = new("aten::adaptive_avg_pool2d");
    private static readonly long[] s_one = [1, 1];

    public override Tensor Forward(Tensor input) => s_adaptive.Call(input, s_one);
}
