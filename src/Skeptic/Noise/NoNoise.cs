namespace Skeptic.Noise;

public sealed class NoNoise : NoiseConvention
{
    public override string Name => "none";

    public override string Summary => "the data set's own labels, unchanged";

    internal override int[] Corrupt(NoiseRequest request) => [.. request.Clean];

    internal override TransitionMatrix Nominal(NoiseRequest request) => TransitionMatrix.Uniform(request.Classes, 0);
}
