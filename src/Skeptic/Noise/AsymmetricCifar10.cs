namespace Skeptic.Noise;

public sealed class AsymmetricCifar10 : ClassConditional
{
    /// <summary>Truck to automobile, bird to airplane, cat to dog, dog to cat, deer to horse: the order of the sequential passes.</summary>
    internal static readonly (int From, int To)[] Map = [(9, 1), (2, 0), (3, 5), (5, 3), (4, 7)];

    public override string Name => "asym-cifar10";

    public override string Summary
        => "truck to automobile, bird to airplane, cat and dog to each other, deer to horse, each with probability r; r/2 of all labels";

    private protected override TransitionMatrix Matrix(NoiseRequest request)
        => TransitionMatrix.Flips(request.Classes, request.Rate, Map, Name);
}
