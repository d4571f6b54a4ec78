using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>The mean of each window: <c>[B,C,H,W]</c> to <c>[B,C,H',W']</c>, sized as by <see cref="MaxPool2d"/>.</summary>
/// <param name="stride">The step between windows; the window's size where it is null.</param>
/// <param name="countPadding">Whether padding counts as zeros; otherwise the mean is over what lies inside the image.</param>
public sealed class AvgPool2d(int kernel, int? stride = null, int padding = 0, bool countPadding = true) : Layer
{
    private static readonly Operator s_avgPool = new("aten::avg_pool2d");
    private readonly long[] _kernel = [kernel, kernel], _stride = [stride ?? kernel, stride ?? kernel], _padding = [padding, padding];

    public override Tensor Forward(Tensor input) => s_avgPool.Call(input, _kernel, _stride, _padding, false, countPadding);
}
