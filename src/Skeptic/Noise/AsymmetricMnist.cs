namespace Skeptic.Noise;

public sealed class AsymmetricMnist : ClassConditional
{
    public override string Name => "asym-mnist";

    public override string Summary
        => "2 becomes 7, 3 becomes 8, 5 and 6 each other, with probability r (CDR); about 0.39 r of all MNIST labels";

    private protected override TransitionMatrix Matrix(NoiseRequest request)
        => TransitionMatrix.Flips(request.Classes, request.Rate, [(2, 7), (3, 8), (5, 6), (6, 5)], Name);
}
