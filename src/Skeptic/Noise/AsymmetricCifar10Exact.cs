namespace Skeptic.Noise;

public sealed class AsymmetricCifar10Exact : NoiseConvention
{
    public override string Name => "asym-cifar10-exact";

    public override string Summary
        => "exactly int(r N) samples of all classes take the class that asym-cifar10 maps theirs to, if any (DivideMix); about r/2 of all";

    public override IReadOnlyList<string> Aliases => ["asym-dividemix"];

    internal override int[] Corrupt(NoiseRequest request)
    {
        _ = TransitionMatrix.Flips(request.Classes, request.Rate, AsymmetricCifar10.Map, Name);
        var targets = Enumerable.Range(0, request.Classes).ToArray();
        foreach (var (from, to) in AsymmetricCifar10.Map)
            targets[from] = to;
        var given = (int[])request.Clean.Clone();
        foreach (var sample in request.NewStream().Permutation(given.Length).AsSpan(0, (int)(request.Rate * given.Length)))
            given[sample] = targets[given[sample]];
        return given;
    }
}
