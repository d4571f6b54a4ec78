using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <remarks>
/// The CDR, SR and APL repositories run the same five passes in the same order, each over the labels that the earlier passes left. Dogs are
/// taken after cats became dogs, so a share r of those is sent back: cats turn at r (1-r), 0.24 at r = 0.4, while dogs turn at r.
/// <see cref="RandomSource.NumpyLegacy"/> is <c>np.random.seed(seed)</c> and one <c>choice(..., replace=False)</c> a pass.
/// </remarks>
public sealed class AsymmetricCifar10Sequential : NoiseConvention
{
    public override string Name => "asym-cifar10-sequential";

    public override string Summary
        => "asym-cifar10 as published code does it: exact counts, pair after pair on the same labels, some cats flipped back";

    public override bool SupportsNumpyLegacy => true;

    internal override int[] Corrupt(NoiseRequest request)
    {
        // Builds the matrix only for its check that the map fits the classes.
        _ = TransitionMatrix.Flips(request.Classes, request.Rate, AsymmetricCifar10.Map, Name);
        Func<int, int[]> permutation = request.Random == RandomSource.NumpyLegacy
            ? request.NewNumpyGenerator().Permutation
            : request.NewStream().Permutation;
        var given = (int[])request.Clean.Clone();
        foreach (var (from, to) in AsymmetricCifar10.Map)
        {
            var current = Enumerable.Range(0, given.Length).Where(i => given[i] == from).ToArray();
            var order = permutation(current.Length);
            for (var i = 0; i < (int)(request.Rate * current.Length); i++)
                given[current[order[i]]] = to;
        }

        return given;
    }
}
