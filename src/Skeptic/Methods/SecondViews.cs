using System.Globalization;
using Skeptic.Randomness;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>Strongly augmented views of normalised images: crops of padded images, flips and cutouts, in the order that the text names them.</summary>
internal static class SecondViews
{
    /// <returns>As the batch's inputs, <c>[B,C,H,W]</c>.</returns>
    /// <exception cref="CompositionException">A step that is not known.</exception>
    internal static Tensor Of(Branch branch, string pipeline)
    {
        var inputs = branch.Batch.Inputs;
        int[] shape = [.. inputs.Shape.Skip(1).Select(size => checked((int)size))];
        var (values, draws) = (inputs.To(Device.Cpu).Contiguous().ToArray<float>(), branch.Run.Stream("views", branch));
        var image = new float[shape[0] * shape[1] * shape[2]];
        var normalisation = branch.Run.Dataset.Normalisation;
        // Padding is black before normalisation, a cutout is the mean colour after it.
        float[] black = [.. normalisation.Mean.Zip(normalisation.Std, (mean, std) => (float)(-mean / std))];
        foreach (var step in pipeline.Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, size) = Parse(step, pipeline);
            for (var at = 0; at < values.Length; at += image.Length)
            {
                var sample = values.AsSpan(at, image.Length);
                sample.CopyTo(image);
                if (name == "cutout") Cut(sample, shape, size, draws);
                else Move(image, sample, shape, black, name == "crop" ? size : 0, name == "flip", draws);
            }
        }
        return Tensor.From<float>(values, [.. inputs.Shape]).To(inputs.Device);
    }

    private static (string Name, int Size) Parse(string step, string pipeline)
    {
        var parts = step.Split(':');
        if (parts is ["flip"]) return ("flip", 0);
        if (parts is ["crop" or "cutout", var size] && int.TryParse(size, CultureInfo.InvariantCulture, out var pixels) && pixels > 0) return (parts[0], pixels);
        throw new CompositionException(
            $"method.sop-plus.views is '{pipeline}', and '{step}' is no step of it that is known; join crop:PIXELS, flip and cutout:PIXELS by commas");
    }

    private static void Move(float[] from, Span<float> to, int[] shape, float[] black, int padding, bool mayFlip, RandomStream draws)
    {
        var (down, right) = padding == 0 ? (0, 0) : (draws.NextInt(2 * padding + 1) - padding, draws.NextInt(2 * padding + 1) - padding);
        var flipped = mayFlip && draws.NextInt(2) == 1;
        for (var c = 0; c < shape[0]; c++)
            for (var y = 0; y < shape[1]; y++)
                for (var x = 0; x < shape[2]; x++)
                {
                    var (row, column) = (y + down, (flipped ? shape[2] - 1 - x : x) + right);
                    var inside = row >= 0 && row < shape[1] && column >= 0 && column < shape[2];
                    to[(c * shape[1] + y) * shape[2] + x] = inside ? from[(c * shape[1] + row) * shape[2] + column] : black[c];
                }
    }

    private static void Cut(Span<float> sample, int[] shape, int size, RandomStream draws)
    {
        var (top, left) = (draws.NextInt(shape[1]) - size / 2, draws.NextInt(shape[2]) - size / 2);
        for (var c = 0; c < shape[0]; c++)
            for (var y = Math.Max(0, top); y < Math.Min(shape[1], top + size); y++)
                for (var x = Math.Max(0, left); x < Math.Min(shape[2], left + size); x++) sample[(c * shape[1] + y) * shape[2] + x] = 0;
    }
}
