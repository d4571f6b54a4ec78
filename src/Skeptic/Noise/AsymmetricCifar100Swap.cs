using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <remarks>
/// Only 40 of the 100 classes are noisy, so a nominal 0.4 means 0.16 of all labels: not comparable with <c>asym-cifar100</c>. The pairs
/// come from a stream of their own, so that they do not depend on the labels.
/// </remarks>
public sealed class AsymmetricCifar100Swap : ClassConditional
{
    public override string Name => "asym-cifar100-swap";

    public override string Summary
        => "in blocks of five consecutive classes one random pair changes places with probability r (SOP); 0.4 r of all labels";

    // The published code takes the pairs from a generator that is never seeded.
    public override bool SupportsNumpyLegacy => false;

    private protected override TransitionMatrix Matrix(NoiseRequest request)
    {
        var stream = RandomStream.Derive(request.Seed, Purposes.Noise, 0);
        var flips = new List<(int, int)>();
        for (var first = 0; first < AsymmetricCifar100.Classes; first += AsymmetricCifar100.Block)
        {
            var order = stream.Permutation(AsymmetricCifar100.Block);
            flips.Add((first + order[0], first + order[1]));
            flips.Add((first + order[1], first + order[0]));
        }

        return TransitionMatrix.Flips(request.Classes, request.Rate, flips, Name);
    }
}
