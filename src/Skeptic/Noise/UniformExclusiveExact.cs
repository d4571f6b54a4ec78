using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <remarks>
/// With <see cref="RandomSource.NumpyLegacy"/> the labels are those of the APL and SR repositories, whose generator is
/// <c>np.random.seed(seed)</c> followed by one shuffle a class and one <c>choice</c> a flipped sample.
/// </remarks>
public sealed class UniformExclusiveExact : NoiseConvention
{
    public override string Name => "uniform-excl-exact";

    public override string Summary
        => "in every class the same number of samples, int(int(r N) / K), takes one of the other K-1 classes (APL; SR on CIFAR)";

    public override bool SupportsNumpyLegacy => true;

    internal override int[] Corrupt(NoiseRequest request)
    {
        var given = (int[])request.Clean.Clone();
        var members = request.ByClass();
        var perClass = (int)(request.Rate * given.Length) / request.Classes;
        var smallest = Array.FindIndex(members, samples => samples.Length < perClass);
        if (smallest >= 0)
            throw new NoiseException(
                $"Noise '{Name}' changes {perClass} samples of every class, but class {smallest} has only {members[smallest].Length}; "
                + "use 'uniform-excl-sampled' for classes of such different sizes.");

        Func<int, int[]> permutation;
        Func<int> otherClass;
        if (request.Random == RandomSource.NumpyLegacy)
        {
            var generator = request.NewNumpyGenerator();
            permutation = generator.Permutation;
            otherClass = () => generator.NextInclusive(request.Classes - 2);
        }
        else
        {
            var stream = request.NewStream();
            permutation = stream.Permutation;
            otherClass = () => stream.NextInt(request.Classes - 1);
        }

        var chosen = new List<int>(perClass * request.Classes);
        foreach (var samples in members)
            chosen.AddRange(permutation(samples.Length).Take(perClass).Select(position => samples[position]));
        foreach (var sample in chosen)
        {
            var other = otherClass();
            given[sample] = other >= given[sample] ? other + 1 : other;
        }

        return given;
    }

    internal override TransitionMatrix Nominal(NoiseRequest request) => TransitionMatrix.Uniform(request.Classes, request.Rate);
}
