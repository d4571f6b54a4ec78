namespace Skeptic.Noise;

/// <remarks>What the papers describe and published code does not do. The data file's coarse labels say which group a class is in.</remarks>
public sealed class AsymmetricCifar100Super : ClassConditional
{
    // Group of every fine class, in the order of CIFAR-100's fine ids.
    private static readonly int[] s_groups =
    [
        4, 1, 14, 8, 0, 6, 7, 7, 18, 3, 3, 14, 9, 18, 7, 11, 3, 9, 7, 11, 6, 11, 5, 10, 7, 6, 13, 15, 3, 15, 0, 11, 1, 10, 12, 14, 16, 9,
        11, 5, 5, 19, 8, 8, 15, 13, 14, 17, 18, 10, 16, 4, 17, 4, 2, 0, 17, 4, 18, 17, 10, 3, 2, 12, 12, 16, 12, 1, 9, 19, 2, 10, 0, 1, 16,
        12, 9, 13, 15, 13, 16, 19, 2, 4, 6, 19, 5, 5, 8, 19, 18, 1, 2, 15, 6, 0, 17, 8, 14, 13,
    ];

    public override string Name => "asym-cifar100-super";

    public override string Summary
        => "in each of CIFAR-100's 20 true groups of five a class becomes the next of its group, the last the first, with probability r";

    internal static IReadOnlyList<int> Groups => s_groups;

    private protected override TransitionMatrix Matrix(NoiseRequest request)
    {
        var groups = (int[])s_groups.Clone();
        if (request.Material?.Dataset.Train is { CoarseLabels: { } coarse, Labels: var fine } && request.Classes == groups.Length)
            for (var i = 0; i < fine.Length; i++)
                groups[fine[i]] = coarse[i];
        var rings = Enumerable.Range(0, groups.Length).GroupBy(fine => groups[fine]).OrderBy(group => group.Key).Select(group => group.ToArray());
        return TransitionMatrix.Flips(request.Classes, request.Rate, AsymmetricCifar100.Rings(rings), Name);
    }
}
