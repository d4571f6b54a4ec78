using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>Turns the hue of every colour and keeps saturation and value (Smith's HSV, 1978).</summary>
internal static class Hue
{
    /// <param name="images">Whole numbers 0..255 <c>[B,C,H,W]</c>; images of one channel have no hue.</param>
    /// <param name="turns">Parts of the circle, <c>[B,1,1,1]</c>.</param>
    internal static Tensor Turn(Tensor images, Tensor turns)
    {
        if (images.Size(1) == 1) return images;
        var (red, green, blue) = (images.Narrow(1, 0, 1), images.Narrow(1, 1, 1), images.Narrow(1, 2, 1));
        var value = images.Max(1, keep: true);
        var range = value - images.Min(1, keep: true);
        var divisor = range.Clamp(1);
        // In sixths of the circle: red 0, green 2, blue 4.
        var sixths = value.EqualTo(red).Choose((green - blue) / divisor, value.EqualTo(green).Choose((blue - red) / divisor + 2, (red - green) / divisor + 4));
        var hue = sixths + turns * 6;
        var channels = new[] { 5.0, 3.0, 1.0 }.Select(offset => Channel(offset));
        return (Tensor.Cat([.. channels], 1) + 0.5).Floor();

        // The range is taken off where the hue is far from the channel's own.
        Tensor Channel(double offset)
        {
            var k = hue + offset;
            k -= (k / 6).Floor() * 6;
            return value - range * (2 - (k - 2).Abs()).Clamp(0, 1);
        }
    }
}
