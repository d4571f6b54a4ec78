namespace Skeptic.Torch.Optimisers;

/// <summary>One list of parameters with gradients, all after equally many steps, about to be moved.</summary>
/// <param name="index">Which of the bucket; null means all of it.</param>
internal sealed class Update(Bucket bucket, int[]? index, Tensor?[] gradients)
{
    internal Tensor?[] Parameters { get; } = Pick(bucket.Parameters, index);

    internal Tensor?[] Gradients { get; } = gradients;

    internal double LearningRateFactor => bucket.LearningRateFactor;

    internal double WeightDecay => bucket.WeightDecay;

    /// <summary>Steps made before this one.</summary>
    internal long Steps => bucket.Steps[index is null ? 0 : index[0]];

    internal Tensor?[] State(int slot) => Pick(bucket.State[slot], index);

    /// <summary>Remembers a copy of these as the first values.</summary>
    internal void Start(int slot, Tensor?[] values)
    {
        for (var i = 0; i < values.Length; i++) bucket.State[slot][index is null ? i : index[i]] = values[i]!.Clone().Unscoped();
    }

    internal void CountStep()
    {
        for (var i = 0; i < Gradients.Length; i++) bucket.Steps[index is null ? i : index[i]]++;
    }

    private static Tensor?[] Pick(Tensor?[] all, int[]? index) => index is null ? all : [.. index.Select(i => all[i])];
}
