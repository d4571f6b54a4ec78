using Skeptic.Randomness;
using Skeptic.Torch;
using static Skeptic.Augmentation.PolicyOperation;

namespace Skeptic.Augmentation;

/// <summary>
/// Cubuk et al., AutoAugment: Learning Augmentation Strategies from Data, CVPR 2019, table 7: the policy that was learned on CIFAR-10.
/// Every image draws one of 25 pairs of operations; each of the two is carried out with its own probability, and moves either way alike.
/// </summary>
internal sealed class AutoAugment : Operation
{
    /// <summary>Operation, probability, magnitude, twice.</summary>
    internal static IReadOnlyList<(PolicyOperation First, double P1, double M1, PolicyOperation Second, double P2, double M2)> Pairs { get; } =
    [
        (Invert, 0.1, 0, Contrast, 0.2, 1.18),
        (PolicyOperation.Rotate, 0.7, 6, TranslateX, 0.3, 9),
        (Sharpness, 0.8, 0.28, Sharpness, 0.9, 0.64),
        (ShearY, 0.5, 0.24, TranslateY, 0.7, 9),
        (AutoContrast, 0.5, 0, Equalize, 0.9, 0),
        (ShearY, 0.2, 0.21, Posterize, 0.3, 2),
        (Colour, 0.4, 0.64, Brightness, 0.6, 1.36),
        (Sharpness, 0.3, 1.72, Brightness, 0.7, 1.72),
        (Equalize, 0.6, 0, Equalize, 0.5, 0),
        (Contrast, 0.6, 1.36, Sharpness, 0.6, 1),
        (Colour, 0.7, 1.36, TranslateX, 0.5, 8),
        (Equalize, 0.3, 0, AutoContrast, 0.4, 0),
        (TranslateY, 0.4, 3, Sharpness, 0.2, 1.18),
        (Brightness, 0.9, 1.18, Colour, 0.2, 1.18),
        (Solarize, 0.5, 205, Invert, 0, 0),
        (Equalize, 0.2, 0, AutoContrast, 0.6, 0),
        (Equalize, 0.2, 0, Equalize, 0.6, 0),
        (Colour, 0.9, 1.72, Equalize, 0.6, 0),
        (AutoContrast, 0.8, 0, Solarize, 0.2, 52),
        (Brightness, 0.1, 0.64, Colour, 0.7, 0.1),
        (Solarize, 0.4, 128, AutoContrast, 0.9, 0),
        (TranslateY, 0.9, 9, TranslateY, 0.7, 9),
        (AutoContrast, 0.9, 0, Solarize, 0.8, 180),
        (Equalize, 0.8, 0, Invert, 0.1, 0),
        (TranslateY, 0.7, 9, AutoContrast, 0.9, 0),
    ];

    internal override bool KnowsColour => true;

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var count = checked((int)images.Size(0));
        var (first, second) = (new PolicyStep[count], new PolicyStep[count]);
        for (var i = 0; i < count; i++) (first[i], second[i]) = Draw(draws);
        var view = images.Clone();
        PolicyStep.Apply(view, first);
        PolicyStep.Apply(view, second);
        return view;
    }

    internal static (PolicyStep First, PolicyStep Second) Draw(RandomStream draws)
    {
        var pair = Pairs[draws.NextInt(Pairs.Count)];
        var first = Step(pair.First, pair.P1, pair.M1, draws);
        return (first, Step(pair.Second, pair.P2, pair.M2, draws));
    }

    private static PolicyStep Step(PolicyOperation operation, double probability, double magnitude, RandomStream draws)
    {
        if (draws.NextDouble() >= probability) return new(Identity);
        return new(operation, PolicyStep.IsSigned(operation) && draws.NextInt(2) == 1 ? -magnitude : magnitude);
    }
}
