using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// The 9-layer CNN of Co-teaching (Han et al., NeurIPS 2018): three conv 3x3 of 128 maps, three of 256, each three followed by a pool
/// of 2 and dropout of maps; then 512, 256 and 128 maps without padding, the mean of each map, and a linear layer. Every convolution has a bias,
/// batch norm and a rectifier of slope 0.01. PyTorch's default start. 4,432,266 parameters for one channel and ten classes.
/// </summary>
/// <remarks>
/// Dropout, 0.25, acts in training alone. The authors' code does not tell it which mode it is in, so their PyTorch decided: version 0.3 never
/// dropped anything, later ones drop in evaluation too.
/// </remarks>
public sealed class Cnn9 : Layer
{
    private const double Slope = 0.01, Drop = 0.25;
    private static readonly (int Maps, int Padding)[] s_convolutions =
        [(128, 1), (128, 1), (128, 1), (256, 1), (256, 1), (256, 1), (512, 0), (256, 0), (128, 0)];

    private readonly List<Layer> _features = [];
    private readonly Linear _fc;

    public Cnn9(NetworkShape shape, Generator init)
    {
        var inputs = shape.Image("cnn9", 28).Channels;
        foreach (var (i, (maps, padding)) in s_convolutions.Index())
        {
            Add($"block{i + 1}", new ConvNorm(inputs, shape.Wide(maps), 3, init, padding: padding, slope: Slope));
            inputs = shape.Wide(maps);
            if (i is not (2 or 5)) continue;
            Add($"pool{i / 2}", new MaxPool2d(2));
            Add($"drop{i / 2}", new Dropout2d(Drop));
        }
        Add("mean", new GlobalAvgPool());
        _fc = Child("fc", new Linear(inputs, shape.Classes, init));
    }

    public override Tensor Forward(Tensor input)
    {
        foreach (var layer in _features) input = layer.Forward(input);
        return _fc.Forward(input.Flatten(1));
    }

    private void Add(string name, Layer layer) => _features.Add(Child(name, layer));
}
