using Skeptic.Prediction;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Export;

/// <summary>
/// The weights of a trained model as one safetensors file, under their layers' names, which for ResNets are torchvision's; of several
/// networks with <c>1.</c>, <c>2.</c> and so on before them. The metadata are those of <see cref="ModelMetadata"/>.
/// </summary>
public static class SafetensorsExport
{
    /// <param name="path">Written under a temporary name and renamed.</param>
    public static void Write(TrainedModel model, string path)
    {
        using var scope = Scope.Open();
        List<NamedTensor> tensors = [.. model.Networks.Index().SelectMany(network => network.Item.StateDict().Select(tensor => model.Networks.Count == 1 ? tensor : new NamedTensor($"{network.Index + 1}.{tensor.Name}", tensor.Value)))];
        var metadata = ModelMetadata.Of(model).ToDictionary(pair => pair.Key, pair => pair.Value);
        metadata["format"] = "pt"; // As Python's safetensors expects for tensors of PyTorch's layout.
        Safetensors.Write(path, tensors, metadata);
    }
}
