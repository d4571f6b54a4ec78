namespace Skeptic.Torch.Layers;

/// <summary>A parameter, a buffer or a piece of optimiser state under PyTorch's name for it, such as <c>layer1.0.conv1.weight</c>.</summary>
public readonly record struct NamedTensor(string Name, Tensor Value);
