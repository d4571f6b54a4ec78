using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>The operations that learned and random policies are made of.</summary>
internal enum PolicyOperation
{
    Identity,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
    Rotate,
    Brightness,
    Contrast,
    Colour,
    Sharpness,
    Posterize,
    Solarize,
    AutoContrast,
    Equalize,
    Invert,
}

/// <summary>One operation of a policy on one image.</summary>
/// <param name="Magnitude">Shear as a slope, translation in pixels, rotation in degrees, factors, bits that are kept, or a threshold.</param>
internal readonly record struct PolicyStep(PolicyOperation Operation, double Magnitude = 0)
{
    internal static bool IsSigned(PolicyOperation operation) => operation is >= PolicyOperation.ShearX and <= PolicyOperation.Rotate;

    /// <summary>Applies to every image its own step; images of one operation are changed together.</summary>
    /// <param name="images">Written to: pixels <c>[B,C,H,W]</c>.</param>
    /// <param name="steps">One an image.</param>
    internal static void Apply(Tensor images, PolicyStep[] steps)
    {
        foreach (var group in Enumerable.Range(0, steps.Length).GroupBy(i => steps[i].Operation).Where(group => group.Key != PolicyOperation.Identity))
        {
            int[] rows = [.. group];
            Subset.Change(images, rows, some => Change(some, group.Key, [.. rows.Select(i => steps[i].Magnitude)]));
        }
    }

    /// <param name="magnitudes">One an image.</param>
    internal static Tensor Change(Tensor images, PolicyOperation operation, double[] magnitudes)
    {
        var (height, width) = ((int)images.Size(2), (int)images.Size(3));
        Tensor PerImage() => Augmentation.Operation.PerImage(magnitudes, images.Device);
        Tensor Warped(Func<double, Affine> map) => Warp.Nearest(images, Array.ConvertAll(magnitudes, magnitude => map(magnitude)));
        return operation switch
        {
            PolicyOperation.ShearX => Warped(slope => Affine.Identity with { B = slope }),
            PolicyOperation.ShearY => Warped(slope => Affine.Identity with { D = slope }),
            PolicyOperation.TranslateX => Warped(pixels => Affine.Translation(pixels, 0)),
            PolicyOperation.TranslateY => Warped(pixels => Affine.Translation(0, pixels)),
            PolicyOperation.Rotate => Warped(degrees => Affine.Rotation(degrees, height, width)),
            PolicyOperation.Brightness => Tones.Brightness(images, PerImage()),
            PolicyOperation.Contrast => Tones.Contrast(images, PerImage()),
            PolicyOperation.Colour => Tones.Colour(images, PerImage()),
            PolicyOperation.Sharpness => Tones.Sharpness(images, PerImage()),
            PolicyOperation.Posterize => Levels.Posterize(images, Augmentation.Operation.PerImage(Array.ConvertAll(magnitudes, bits => (double)(1 << (8 - (int)bits))), images.Device)),
            PolicyOperation.Solarize => Levels.Solarize(images, PerImage()),
            PolicyOperation.AutoContrast => Levels.AutoContrast(images),
            PolicyOperation.Equalize => Levels.Equalize(images),
            PolicyOperation.Invert => Levels.Invert(images),
            _ => images,
        };
    }
}
