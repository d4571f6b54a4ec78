namespace Skeptic.Noise;

public sealed class AsymmetricFashionMnist : ClassConditional
{
    public override string Name => "asym-fashion-mnist";

    public override string Summary
        => "T-shirt to shirt, pullover to coat, sandal and sneaker to each other, each with probability r (CDR); 0.4 r of all labels";

    private protected override TransitionMatrix Matrix(NoiseRequest request)
        => TransitionMatrix.Flips(request.Classes, request.Rate, [(0, 6), (2, 4), (5, 7), (7, 5)], Name);
}
