using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>The largest of each window: <c>[B,C,H,W]</c> to <c>[B,C,H',W']</c>, H' = (H + 2 padding - kernel) / stride + 1 rounded down.</summary>
/// <param name="stride">The step between windows; the window's size where it is null.</param>
public sealed class MaxPool2d(int kernel, int? stride = null, int padding = 0) : Layer
{
    private static readonly Operator s_maxPool = new("aten::max_pool2d");
    private readonly long[] _kernel = [kernel, kernel], _stride = [stride ?? kernel, stride ?? kernel], _padding = [padding, padding];

    public override Tensor Forward(Tensor input) => kernel == 2 && (stride ?? 2) == 2 && padding == 0 && !input.Device.IsCpu && Engine.Deterministic
        ? input.MaxPoolBySlices()
        : s_maxPool.Call(input, _kernel, _stride, _padding);
}
