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
public sealed record NetworkEntry(string Key, string Summary, Func<NetworkShape, Generator, Layer> Create);

/// <summary>All networks, one line each.</summary>
public static class NetworkCatalogue
{
    public static IReadOnlyList<NetworkEntry> All { get; } =
    [
        new("lenet", "LeNet-5 with ReLU: two 5x5 convolutions, three linear layers; 61,706 parameters for 28x28 grey", (shape, init) => new LeNet(shape, init)),
        new("cnn4", "4-layer CNN of the sparse-regularisation paper: two 3x3 convolutions, two linear layers, batch norm; 422,090 parameters", (shape, init) => new Cnn4(shape, init)),
        new("mlp", "multi-layer perceptron for feature vectors and small images: 512-256 hidden units, ReLU", (shape, init) => new Mlp(shape, init)),
    ];

    /// <exception cref="SettingsException">There is no such network; names the nearest.</exception>
    public static NetworkEntry Find(string key) =>
        All.FirstOrDefault(entry => entry.Key == key) ?? throw SettingsException.Unknown("model", key, [.. All.Select(entry => entry.Key)]);
}
