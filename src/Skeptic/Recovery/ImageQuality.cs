namespace Skeptic.Recovery;

/// <summary>How near a picture is to its reference; both as planes <c>[3,H,W]</c> in [0,1].</summary>
public sealed record ImageQuality(double Decibels, double Ssim)
{
    public static ImageQuality Of(ReadOnlySpan<float> planes, ReadOnlySpan<float> reference, int width, int height)
    {
        if (planes.Length != reference.Length || planes.Length != 3 * width * height)
            throw new ArgumentException($"{planes.Length} and {reference.Length} values are no two pictures of {width} x {height}");
        double sum = 0, similarity = 0;
        for (var i = 0; i < planes.Length; i++) sum += ((double)planes[i] - reference[i]) * ((double)planes[i] - reference[i]);
        var plane = width * height;
        for (var c = 0; c < 3; c++) similarity += StructuralSimilarity.Of(planes.Slice(c * plane, plane), reference.Slice(c * plane, plane), width, height);
        return new(Psnr(sum / planes.Length), similarity / 3);
    }

    /// <summary>-10 log10 of a mean squared error, in dB; infinite where nothing differs.</summary>
    internal static double Psnr(double error) => -10 * Math.Log10(error);
}
