namespace Skeptic.Noise;

/// <remarks>
/// The NLNL repository holds label files and not what made them; this is the flip that its paper describes, at exactly the nominal rate in
/// every class that flips, and all classes at once.
/// </remarks>
public sealed class AsymmetricCifar10PerClass : NoiseConvention
{
    public override string Name => "asym-cifar10-per-class";

    public override string Summary
        => "asym-cifar10 with exact counts: of every class that flips, int(r n) samples, all classes at once (NLNL); r/2 of all labels";

    public override IReadOnlyList<string> Aliases => ["asym-nlnl"];

    internal override int[] Corrupt(NoiseRequest request)
    {
        _ = TransitionMatrix.Flips(request.Classes, request.Rate, AsymmetricCifar10.Map, Name);
        var given = (int[])request.Clean.Clone();
        var members = request.ByClass();
        var stream = request.NewStream();
        foreach (var (from, to) in AsymmetricCifar10.Map)
            foreach (var position in stream.Permutation(members[from].Length).AsSpan(0, (int)(request.Rate * members[from].Length)))
                given[members[from][position]] = to;
        return given;
    }
}
