namespace Skeptic.Noise;

public sealed class UniformExclusiveSampled : ClassConditional
{
    public override string Name => "uniform-excl-sampled";

    public override string Summary
        => "each sample, with probability r, takes one of the other K-1 classes; the rate is r on average (CDR, Co-teaching; SR on MNIST)";

    public override IReadOnlyList<string> Aliases => ["symmetric"];

    private protected override TransitionMatrix Matrix(NoiseRequest request) => TransitionMatrix.Uniform(request.Classes, request.Rate);
}
