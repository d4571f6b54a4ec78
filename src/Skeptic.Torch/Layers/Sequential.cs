namespace Skeptic.Torch.Layers;

/// <summary>Layers one after the other, called "0", "1", ... unless they are given names.</summary>
public sealed class Sequential : Layer
{
    private readonly Layer[] _layers;

    public Sequential(params Layer[] layers)
        : this([.. layers.Select((layer, i) => (i.ToString(), layer))])
    {
    }

    public Sequential(params (string Name, Layer Layer)[] layers) => _layers = [.. layers.Select(part => Child(part.Name, part.Layer))];

    public override Tensor Forward(Tensor input)
    {
        foreach (var layer in _layers) input = layer.Forward(input);
        return input;
    }
}
