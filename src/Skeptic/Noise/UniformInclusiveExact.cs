namespace Skeptic.Noise;

public sealed class UniformInclusiveExact : NoiseConvention
{
    public override string Name => "uniform-incl-exact";

    public override string Summary
        => "exactly int(r N) samples draw a new label from all K classes, their own included; the rate is r (K-1)/K (DivideMix)";

    public override IReadOnlyList<string> Aliases => ["symmetric-incl", "sym-dividemix"];

    internal override int[] Corrupt(NoiseRequest request)
    {
        var given = (int[])request.Clean.Clone();
        var stream = request.NewStream();
        foreach (var sample in stream.Permutation(given.Length).AsSpan(0, (int)(request.Rate * given.Length)))
            given[sample] = stream.NextInt(request.Classes);
        return given;
    }

    /// <remarks>A new label is the old one with probability 1/K.</remarks>
    internal override TransitionMatrix Nominal(NoiseRequest request) =>
        TransitionMatrix.Uniform(request.Classes, request.Rate * (request.Classes - 1) / request.Classes);
}
