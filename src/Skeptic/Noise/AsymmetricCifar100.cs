namespace Skeptic.Noise;

/// <remarks>Fine classes are numbered by the alphabet, so the blocks are not CIFAR-100's groups: 6 of the 100 flips stay in one.</remarks>
public sealed class AsymmetricCifar100 : ClassConditional
{
    internal const int Classes = 100;
    internal const int Block = 5;

    public override string Name => "asym-cifar100";

    public override string Summary
        => "in blocks of five consecutive classes each becomes the next, the last the first, with probability r (CDR, SR, ELR)";

    private protected override TransitionMatrix Matrix(NoiseRequest request)
        => TransitionMatrix.Flips(request.Classes, request.Rate, Rings(Enumerable.Range(0, Classes).Chunk(Block)), Name);

    /// <summary>Within every group each class becomes the next one and the last the first.</summary>
    internal static (int From, int To)[] Rings(IEnumerable<int[]> groups)
        => [.. groups.SelectMany(group => group.Select((from, i) => (from, group[(i + 1) % group.Length])))];
}
