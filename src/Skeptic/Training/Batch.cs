using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>One batch as the sampler drew it.</summary>
/// <param name="Index">Positions in the training set: int64 <c>[B]</c>.</param>
/// <param name="Inputs">Normalised, float32 <c>[B,...]</c>.</param>
/// <param name="Labels">The given labels: int64 <c>[B]</c>.</param>
public sealed record Batch(Tensor Index, Tensor Inputs, Tensor Labels, int Size)
{
    /// <summary>0-based, among the passes of the epoch.</summary>
    public int Pass { get; init; }

    /// <summary>0-based, among the steps of the pass.</summary>
    public int Step { get; init; }
}
