namespace Skeptic.Noise;

public sealed class AsymmetricMnistSr : ClassConditional
{
    public override string Name => "asym-mnist-sr";

    public override string Summary => "asym-mnist and also 7 becomes 1 (SR, APL); about r/2 of all MNIST labels";

    private protected override TransitionMatrix Matrix(NoiseRequest request)
        => TransitionMatrix.Flips(request.Classes, request.Rate, [(7, 1), (2, 7), (5, 6), (6, 5), (3, 8)], Name);
}
