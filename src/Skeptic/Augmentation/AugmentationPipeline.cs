using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Text;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>Operations on images in a row, as a text names them: <c>crop:4,flip,cutout:16</c>.</summary>
public sealed class AugmentationPipeline
{
    private readonly IReadOnlyList<Operation> _operations;
    private readonly string _setting;

    private AugmentationPipeline(string text, string setting, IReadOnlyList<Operation> operations) => (Text, _setting, _operations) = (text, setting, operations);

    /// <summary>Leaves images as they are.</summary>
    public static AugmentationPipeline None { get; } = new("none", "augment", []);

    public string Text { get; }

    public bool IsNone => _operations.Count == 0;

    /// <param name="text">Operations joined by commas; empty or <c>none</c> for no change.</param>
    /// <param name="setting">The setting that the text comes from, for the message.</param>
    /// <exception cref="SettingsException">An unknown operation, a number that does not fit, or a wrong order.</exception>
    public static AugmentationPipeline Parse(string text, string setting = "augment")
    {
        if (text.Trim() is "" or "none") return new("none", setting, []);
        var operations = new List<Operation>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var operation = ParseOne(part, setting);
            if (!operation.AfterNormalisation && operations.Exists(earlier => earlier.AfterNormalisation))
                throw new SettingsException($"{setting} '{text}': cutout works on normalised images, so '{part}' cannot come after it; name cutout last");
            operations.Add(operation);
        }
        return new(text, setting, operations);
    }

    /// <summary>Refuses samples that the pipeline does not fit.</summary>
    /// <param name="sampleShape">Of one sample: [channels, height, width] for images.</param>
    /// <exception cref="SettingsException">No images, other channels than an operation knows, or images of another size afterwards.</exception>
    public void Check(IReadOnlyList<int> sampleShape)
    {
        if (IsNone) return;
        if (sampleShape is not [var channels, var height, var width])
            throw new SettingsException($"{_setting} is '{Text}', and the samples of this data set are no images; leave it at none");
        var size = (height, width);
        foreach (var operation in _operations)
        {
            if (operation.KnowsColour && channels is not (1 or 3))
                throw new SettingsException($"{_setting} is '{Text}', which takes images of 1 or 3 channels, and these have {channels}");
            size = operation.Size(size.height, size.width);
        }
        if (size != (height, width))
            throw new SettingsException(
                $"{_setting} '{Text}' makes images of {size.height}x{size.width} out of {height}x{width}, and networks are tested on {height}x{width}; end with that size");
    }

    /// <summary>A view of every image, normalised.</summary>
    /// <param name="images">Pixels 0..255 <c>[B,C,H,W]</c>, bytes or float32.</param>
    /// <param name="scale">A normalised pixel is pixel * scale + shift: <c>[C]</c>.</param>
    /// <param name="shift"><c>[C]</c>.</param>
    internal Tensor View(Tensor images, Tensor scale, Tensor shift, RandomStream draws)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var view = images.To(ScalarType.Float32);
        foreach (var operation in _operations.Where(operation => !operation.AfterNormalisation)) view = operation.Apply(view, draws);
        view = view * scale.Reshape(-1, 1, 1) + shift.Reshape(-1, 1, 1);
        foreach (var operation in _operations.Where(operation => operation.AfterNormalisation)) view = operation.Apply(view, draws);
        return scope.Keep(view);
    }

    private static Operation ParseOne(string part, string setting)
    {
        var (name, values) = part.Split(':', StringSplitOptions.TrimEntries) is [var first, .. var rest] ? (first, rest) : (part, []);
        var known = AugmentationCatalogue.All.Select(entry => entry.Name);
        var found = AugmentationCatalogue.All.FirstOrDefault(entry => entry.Name == name) ?? throw new SettingsException(
            $"{setting}: there is no operation '{name}'.{Nearest.Hint(name, known)} There are: {string.Join(", ", known)}");
        return found.Make(values, $"{setting} '{part}'");
    }
}
