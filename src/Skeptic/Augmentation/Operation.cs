using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>
/// One step of a pipeline: a change of every image of a batch at once. Numbers are drawn on the CPU, image by image, so all devices see
/// the same views; the work is tensor operators.
/// </summary>
internal abstract class Operation
{
    /// <summary>Works on normalised images, whose zero is the mean colour. All others see pixels: whole numbers 0..255 in float32, black is 0.</summary>
    internal virtual bool AfterNormalisation => false;

    /// <summary>Whether it takes images of one or three channels only.</summary>
    internal virtual bool KnowsColour => false;

    /// <summary>The size of the images it returns for images of this size.</summary>
    /// <exception cref="Settings.SettingsException">It does not fit such images.</exception>
    internal virtual (int Height, int Width) Size(int height, int width) => (height, width);

    /// <param name="images">float32 <c>[B,C,H,W]</c>; never changed.</param>
    /// <returns>float32 <c>[B,C,H',W']</c>; the images themselves where nothing changes.</returns>
    internal abstract Tensor Apply(Tensor images, RandomStream draws);

    private protected static double Uniform(RandomStream draws, double low, double high) => low + (high - low) * draws.NextDouble();

    /// <summary>One number an image, to multiply images by: float32 <c>[B,1,1,1]</c>.</summary>
    internal static Tensor PerImage(double[] values, Device device) =>
        Tensor.From(Array.ConvertAll(values, value => (float)value), device).Reshape(values.Length, 1, 1, 1);
}
