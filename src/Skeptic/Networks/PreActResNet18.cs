using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>
/// ResNet-18 of pre-activation blocks in two forms that published code has. Neither has batch norm or ReLU after the last block;
/// PyTorch's default start. Parts are named as there: <c>layer1.0.shortcut.0</c>, <c>linear</c>.
/// </summary>
/// <remarks>
/// SOP+, ELR+ and DivideMix: the stem is conv, batch norm, ReLU, and identity blocks carry the activated input; 11,171,274 parameters
/// for ten classes. Co-teaching+: the stem is the convolution alone and identity blocks carry the input itself, as in He et al.,
/// Identity mappings in deep residual networks, ECCV 2016; 11,268,616 for 200 classes. The last map is averaged whole; where theirs takes
/// windows of 4x4, inputs of 32x32 give the same, but larger ones lose all but a corner there.
/// </remarks>
public sealed class PreActResNet18 : Layer
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d? _bn1;
    private readonly Sequential[] _stages = new Sequential[4];
    private readonly GlobalAvgPool _mean = new();
    private readonly Linear _linear;

    /// <param name="activatedStem">The form of SOP+, ELR+ and DivideMix; otherwise that of Co-teaching+.</param>
    public PreActResNet18(NetworkShape shape, Generator init, bool activatedStem)
    {
        var inputs = shape.Wide(64);
        _conv1 = Child("conv1", new Conv2d(shape.Image("preact-resnet18", 1).Channels, inputs, 3, init, padding: 1, bias: false));
        _bn1 = activatedStem ? Child("bn1", new BatchNorm2d(inputs)) : null;
        for (var i = 0; i < _stages.Length; i++)
        {
            var width = shape.Wide(64 << i);
            var first = new PreActBlock(inputs, width, i == 0 ? 1 : 2, activatedStem, init);
            _stages[i] = Child($"layer{i + 1}", new Sequential(first, new PreActBlock(width, width, 1, activatedStem, init)));
            inputs = width;
        }
        _linear = Child("linear", new Linear(inputs, shape.Classes, init));
    }

    public override Tensor Forward(Tensor input)
    {
        var x = _conv1.Forward(input);
        if (_bn1 is not null) x = _bn1.Forward(x).Relu();
        foreach (var stage in _stages) x = stage.Forward(x);
        return _linear.Forward(_mean.Forward(x).Flatten(1));
    }

    /// <summary>a = ReLU(BN(x)); conv(ReLU(BN(conv(a)))) plus a 1x1 convolution of a, without batch norm, where shapes differ.</summary>
    private sealed class PreActBlock : Layer
    {
        private readonly BatchNorm2d _bn1, _bn2;
        private readonly Conv2d _conv1, _conv2;
        private readonly Sequential? _shortcut;
        private readonly bool _carriesActivated;

        internal PreActBlock(int inputs, int outputs, int stride, bool carriesActivated, Generator init)
        {
            _carriesActivated = carriesActivated;
            _bn1 = Child("bn1", new BatchNorm2d(inputs));
            _conv1 = Child("conv1", new Conv2d(inputs, outputs, 3, init, stride, 1, bias: false));
            _bn2 = Child("bn2", new BatchNorm2d(outputs));
            _conv2 = Child("conv2", new Conv2d(outputs, outputs, 3, init, 1, 1, bias: false));
            if (stride != 1 || inputs != outputs) _shortcut = Child("shortcut", new Sequential(new Conv2d(inputs, outputs, 1, init, stride, bias: false)));
        }

        public override Tensor Forward(Tensor input)
        {
            var active = _bn1.Forward(input).Relu();
            var carried = _shortcut?.Forward(active) ?? (_carriesActivated ? active : input);
            return _conv2.Forward(_bn2.Forward(_conv1.Forward(active)).Relu()) + carried;
        }
    }
}
