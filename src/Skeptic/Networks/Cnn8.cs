using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// The 8-layer CNN for CIFAR-10 of the sparse-regularisation paper's code: pairs of conv 3x3 (pad 1, with bias), batch norm, ReLU at
/// 64, 128 and 196 maps, each pair followed by a pool of 2; linear 256, batch norm, ReLU; linear K. 1,639,794 parameters for three 32x32 channels.
/// </summary>
/// <remarks>Starts as published: convolutions Kaiming uniform over fan-in, linear weights Xavier uniform, biases PyTorch's default.</remarks>
public sealed class Cnn8 : Layer
{
    private readonly ConvNorm[] _blocks;
    private readonly Linear _fc1, _fc2;
    private readonly BatchNorm1d _bn;

    public Cnn8(NetworkShape shape, Generator init)
    {
        var (inputs, height, width) = shape.Image("cnn8", 8);
        int[] maps = [.. new[] { 64, 64, 128, 128, 196, 196 }.Select(shape.Wide)];
        _blocks = [.. maps.Select((outputs, i) => Child($"block{i + 1}", new ConvNorm(i == 0 ? inputs : maps[i - 1], outputs, 3, init, padding: 1)))];
        _fc1 = Child("fc1", new Linear(maps[^1] * (height / 8) * (width / 8), shape.Wide(256), init));
        _bn = Child("bn", new BatchNorm1d(shape.Wide(256)));
        _fc2 = Child("fc2", new Linear(shape.Wide(256), shape.Classes, init));
        Start.SparseRegularisation.Apply(this, init);
    }

    public override Tensor Forward(Tensor input)
    {
        var x = input;
        for (var i = 0; i < _blocks.Length; i += 2) x = _blocks[i + 1].ForwardPool(_blocks[i].Forward(x));
        return _fc2.Forward(_bn.Forward(_fc1.Forward(x.Flatten(1))).Relu());
    }
}
