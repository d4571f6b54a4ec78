namespace Skeptic.Noise;

public sealed class UniformInclusiveSampled : NoiseConvention
{
    public override string Name => "uniform-incl-sampled";

    public override string Summary
        => "each sample, with probability r, draws a new label from all K classes, its own included; the rate is r (K-1)/K";

    internal override int[] Corrupt(NoiseRequest request)
    {
        var stream = request.NewStream();
        return Array.ConvertAll(request.Clean, clean =>
        {
            // Both numbers are drawn for every sample, so that sample i's draws do not depend on the rate.
            var affected = stream.NextDouble() < request.Rate;
            var drawn = stream.NextInt(request.Classes);
            return affected ? drawn : clean;
        });
    }

    /// <remarks>A new label is the old one with probability 1/K.</remarks>
    internal override TransitionMatrix Nominal(NoiseRequest request) =>
        TransitionMatrix.Uniform(request.Classes, request.Rate * (request.Classes - 1) / request.Classes);
}
