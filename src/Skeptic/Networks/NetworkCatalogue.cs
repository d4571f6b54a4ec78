using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>What a network is made for.</summary>
/// <param name="Input">Shape of one sample: <c>[C,H,W]</c> of an image, <c>[D]</c> of features.</param>
/// <param name="Width">Multiplies the width of hidden layers.</param>
public sealed record NetworkShape(IReadOnlyList<int> Input, int Classes, double Width = 1)
{
    /// <summary>A hidden layer's width, at least 1.</summary>
    internal int Wide(int units) => Math.Max(1, (int)Math.Round(units * Width));

    /// <exception cref="SettingsException">The samples are no images, or smaller than <paramref name="minimum"/>.</exception>
    internal (int Channels, int Height, int Width) Image(string network, int minimum) =>
        Input is [var channels, var height, var width] && height >= minimum && width >= minimum
            ? (channels, height, width)
            : throw new SettingsException($"{network} takes images of at least {minimum}x{minimum} pixels, and these samples are [{string.Join(",", Input)}]; use --model mlp");
}

/// <summary>A network in the catalogue.</summary>
/// <param name="Smallest">Pixels that the sides of an image have at least; 0 where samples need not be images.</param>
public sealed record NetworkEntry(string Key, string Summary, Func<NetworkShape, Generator, Layer> Create, int Smallest);

/// <summary>All networks, one line each.</summary>
public static class NetworkCatalogue
{
    public static IReadOnlyList<NetworkEntry> All { get; } =
    [
        new("lenet", "LeNet-5 with ReLU: two 5x5 convolutions, three linear layers; 61,706 parameters for 28x28 grey", (shape, init) => new LeNet(shape, init), 12),
        new("cnn4", "4-layer CNN of the sparse-regularisation paper: two 3x3 convolutions, two linear layers, batch norm; 422,090 parameters", (shape, init) => new Cnn4(shape, init), 4),
        new("cnn5", "small CNN of Co-teaching+ for CIFAR-10: LeNet without padding; 62,006 parameters", (shape, init) => new Cnn5(shape, init), 16),
        new("cnn7", "CNN of Co-teaching+ for CIFAR-100: six 3x3 convolutions, batch norm, one linear layer; 541,280 parameters", (shape, init) => new Cnn7(shape, init), 8),
        new("cnn8", "8-layer CNN of the sparse-regularisation paper, Kaiming and Xavier start: six 3x3 convolutions, two linear layers, batch norm; 1,639,794 parameters", (shape, init) => new Cnn8(shape, init), 8),
        new("cnn9", "9-layer CNN of Co-teaching: nine 3x3 convolutions, batch norm, dropout of maps; 4,434,570 parameters", (shape, init) => new Cnn9(shape, init), 28),
        new("mlp", "multi-layer perceptron for feature vectors and small images: 512-256 hidden units, ReLU", (shape, init) => new Mlp(shape, init), 0),
        new("mlp2", "perceptron of Co-teaching+ for MNIST: 256 hidden units, ReLU; 203,530 parameters", (shape, init) => new Mlp2(shape, init), 0),
        new("resnet18", "ResNet-18 for small images: 3x3 stem, PyTorch's start; 11,173,962 parameters", (shape, init) => new ResNet(shape, init, 18), 1),
        new("resnet34", "ResNet-34 for small images: 3x3 stem, PyTorch's start; 21,282,122 parameters", (shape, init) => new ResNet(shape, init, 34), 1),
        new("resnet50", "ResNet-50 for small images: 3x3 stem, PyTorch's start; 23,520,842 parameters", (shape, init) => new ResNet(shape, init, 50), 1),
        new("resnet34-sr", "resnet34 with the sparse-regularisation paper's start: Kaiming uniform and Xavier uniform", (shape, init) => new ResNet(shape, init, 34, Stem.Cifar, Start.SparseRegularisation), 1),
        new("resnet18-cdr", "resnet18 with the CDR code's stem, 3x3 without padding", (shape, init) => new ResNet(shape, init, 18, Stem.Unpadded), 3),
        new("resnet34-cdr", "resnet34 with the CDR code's stem, 3x3 without padding", (shape, init) => new ResNet(shape, init, 34, Stem.Unpadded), 3),
        new("resnet50-cdr", "resnet50 with the CDR code's stem, 3x3 without padding", (shape, init) => new ResNet(shape, init, 50, Stem.Unpadded), 3),
        new("resnet50-imagenet", "ResNet-50 of torchvision for large images: 7x7 stem, Kaiming normal start over fan-out; 23,610,482 parameters for 50 classes", (shape, init) => new ResNet(shape, init, 50, Stem.ImageNet, Start.FanOut), 1),
        new("preact-resnet18", "pre-activation ResNet-18 of SOP+, ELR+ and DivideMix: stem with batch norm, activated shortcuts; 11,171,274 parameters", (shape, init) => new PreActResNet18(shape, init, activatedStem: true), 1),
        new("preact-resnet18-plain", "pre-activation ResNet-18 of Co-teaching+: bare stem, plain shortcuts; 11,268,616 parameters for 200 classes", (shape, init) => new PreActResNet18(shape, init, activatedStem: false), 1),
        new("inception-resnet-v2", "Inception-ResNet-v2 for large images (299x299), PyTorch's start; 55,843,464 parameters for 1000 classes", (shape, init) => new InceptionResNetV2(shape, init), 75),
    ];

    /// <exception cref="SettingsException">There is no such network; names the nearest.</exception>
    public static NetworkEntry Find(string key) =>
        All.FirstOrDefault(entry => entry.Key == key) ?? throw SettingsException.Unknown("model", key, [.. All.Select(entry => entry.Key)]);
}
