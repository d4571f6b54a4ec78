using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// The CNN for CIFAR-100 of Co-teaching+ (Yu et al., ICML 2019): conv 3x3 (pad 1, with bias), batch norm, ReLU at 64, 64, 128, 128, 196 and
/// 16 maps, a pool of 2 after each pair; linear K. PyTorch's default start. 541,280 parameters for three 32x32 channels and a hundred classes.
/// </summary>
public sealed class Cnn7 : Layer
{
    private readonly ConvNorm[] _blocks;
    private readonly Linear _fc;

    public Cnn7(NetworkShape shape, Generator init)
    {
        var (inputs, height, width) = shape.Image("cnn7", 8);
        int[] maps = [.. new[] { 64, 64, 128, 128, 196, 16 }.Select(shape.Wide)];
        _blocks = [.. maps.Select((outputs, i) => Child($"block{i + 1}", new ConvNorm(i == 0 ? inputs : maps[i - 1], outputs, 3, init, padding: 1)))];
        _fc = Child("fc", new Linear(maps[^1] * (height / 8) * (width / 8), shape.Classes, init));
    }

    public override Tensor Forward(Tensor input)
    {
        var x = input;
        for (var i = 0; i < _blocks.Length; i += 2) x = _blocks[i + 1].ForwardPool(_blocks[i].Forward(x));
        return _fc.Forward(x.Flatten(1));
    }
}
