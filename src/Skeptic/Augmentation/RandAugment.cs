using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>
/// Cubuk et al., RandAugment: Practical Automated Data Augmentation with a Reduced Search Space, NeurIPS 2020: every image draws
/// <paramref name="operations"/> of 14 operations, each with the same magnitude of 0 to 30.
/// </summary>
/// <remarks>Ranges are torchvision's: shear 0.3, translation 45 % of the side, 30 degrees, factors 0.1 to 1.9, solarize from 255 down, posterize to 4 bits.</remarks>
internal sealed class RandAugment(int operations, double magnitude) : Operation
{
    internal const int Largest = 30;
    private const double Shear = 0.3, Part = 150.0 / 331, Degrees = 30, Factor = 0.9;

    /// <summary>All but inversion.</summary>
    private static readonly PolicyOperation[] s_choices = [.. Enum.GetValues<PolicyOperation>().Where(operation => operation != PolicyOperation.Invert)];

    internal override bool KnowsColour => true;

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var (count, height, width) = (checked((int)images.Size(0)), (int)images.Size(2), (int)images.Size(3));
        var steps = new PolicyStep[operations][];
        for (var turn = 0; turn < operations; turn++) steps[turn] = new PolicyStep[count];
        for (var i = 0; i < count; i++)
            for (var turn = 0; turn < operations; turn++) steps[turn][i] = Draw(height, width, draws);
        var view = images.Clone();
        foreach (var turn in steps) PolicyStep.Apply(view, turn);
        return view;
    }

    internal PolicyStep Draw(int height, int width, RandomStream draws)
    {
        var operation = s_choices[draws.NextInt(s_choices.Length)];
        var strength = magnitude / Largest;
        var sign = draws.NextInt(2) == 1 ? -1 : 1;
        return new(operation, operation switch
        {
            PolicyOperation.ShearX or PolicyOperation.ShearY => sign * Shear * strength,
            PolicyOperation.TranslateX => sign * (int)(Part * width * strength),
            PolicyOperation.TranslateY => sign * (int)(Part * height * strength),
            PolicyOperation.Rotate => sign * Degrees * strength,
            PolicyOperation.Posterize => 8 - Math.Round(4 * strength),
            PolicyOperation.Solarize => 255 * (1 - strength),
            PolicyOperation.Brightness or PolicyOperation.Contrast or PolicyOperation.Colour or PolicyOperation.Sharpness => 1 + sign * Factor * strength,
            _ => 0,
        });
    }
}
