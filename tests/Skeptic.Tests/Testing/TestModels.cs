using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Tests;

/// <summary>A network whose logits are its parameter, so that the gradient of its parameter is the gradient of the logits.</summary>
internal sealed class FixedLogits : Layer
{
    private readonly Tensor _logits;

    internal FixedLogits(int rows, int classes) => _logits = Parameter("logits", Tensor.Zeros([rows, classes]));

    /// <summary>As many rows as the input has.</summary>
    public override Tensor Forward(Tensor input) => _logits.Rows(0, input.Size(0));

    internal void Set(Numbers logits)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        _logits.Rows(0, logits.Shape[0]).CopyFrom(logits.ToTensor(_logits.Type));
    }
}

/// <summary>
/// The small networks of golden steps, made from the names and shapes of their parameters: convolution (padded to keep its size), batch
/// normalisation, ReLU, pool by 2; then linear layers with ReLU between them.
/// </summary>
internal sealed class Chain : Layer
{
    private readonly List<Layer> _layers = [];

    internal Chain(IReadOnlyList<(string Name, long[] Shape)> parameters)
    {
        using var init = new Generator(1);
        foreach (var (name, shape) in parameters.Where(parameter => parameter.Name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            var layer = name[..^".weight".Length];
            var (outputs, inputs) = ((int)shape[0], shape.Length > 1 ? (int)shape[1] : 0);
            var bias = parameters.Any(parameter => parameter.Name == layer + ".bias");
            _layers.Add(Child<Layer>(layer, shape.Length switch
            {
                4 => new Conv2d(inputs, outputs, (int)shape[2], init, padding: (int)shape[2] / 2, bias: bias),
                2 => new Linear(inputs, outputs, init, bias),
                _ => new BatchNorm2d(outputs),
            }));
        }
    }

    public override Tensor Forward(Tensor input)
    {
        var x = input;
        for (var i = 0; i < _layers.Count; i++)
        {
            x = _layers[i].Forward(x);
            if (i + 1 == _layers.Count || _layers[i + 1] is BatchNorm) continue;
            x = _layers[i] is Linear ? x.Relu() : x.ReluPool();
            if (_layers[i + 1] is Linear && x.Rank > 2) x = x.Flatten(1);
        }
        return x;
    }
}

/// <summary>A network that tells when it is asked, before it answers.</summary>
internal sealed class Watched : Layer
{
    private readonly Layer _inner;
    private readonly Action<bool> _asked;

    /// <param name="asked">Is told whether the network is in training mode.</param>
    internal Watched(Layer inner, Action<bool> asked) => (_inner, _asked) = (Child("inner", inner), asked);

    public override Tensor Forward(Tensor input)
    {
        _asked(Training);
        return _inner.Forward(input);
    }
}
