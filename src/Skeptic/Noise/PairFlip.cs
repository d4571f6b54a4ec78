namespace Skeptic.Noise;

public sealed class PairFlip : ClassConditional
{
    public override string Name => "pair";

    public override string Summary => "class k becomes k+1, and the last one 0, with probability r (CDR, Co-teaching)";

    public override IReadOnlyList<string> Aliases => ["pairflip"];

    private protected override TransitionMatrix Matrix(NoiseRequest request)
    {
        var ring = Enumerable.Range(0, request.Classes).Select(k => (k, (k + 1) % request.Classes)).ToArray();
        return TransitionMatrix.Flips(request.Classes, request.Rate, ring, Name);
    }
}
