namespace Skeptic.Noise;

/// <remarks>The NLNL repository holds label files and not what made them; this is its paper's "symmetric, exclusive".</remarks>
public sealed class UniformExclusiveTotal : NoiseConvention
{
    public override string Name => "uniform-excl-total";

    public override string Summary
        => "exactly int(r N) samples, whatever their classes, take one of the other K-1 classes (NLNL); the rate is r";

    public override IReadOnlyList<string> Aliases => ["sym-nlnl"];

    internal override int[] Corrupt(NoiseRequest request)
    {
        var given = (int[])request.Clean.Clone();
        var stream = request.NewStream();
        foreach (var sample in stream.Permutation(given.Length).AsSpan(0, (int)(request.Rate * given.Length)))
        {
            var other = stream.NextInt(request.Classes - 1);
            given[sample] = other >= given[sample] ? other + 1 : other;
        }

        return given;
    }
}
