using Skeptic.Augmentation;
using Skeptic.Torch;
using Skeptic.Torch.Graphs;

namespace Skeptic.Training;

/// <summary>One batch as the sampler drew it.</summary>
/// <param name="Index">Positions in the training set: int64 <c>[B]</c>.</param>
/// <param name="Inputs">Normalised, float32 <c>[B,...]</c>.</param>
/// <param name="Labels">The given labels: int64 <c>[B]</c>.</param>
public sealed record Batch(Tensor Index, Tensor Inputs, Tensor Labels, int Size)
{
    /// <summary>Samples of the step in all processes that train together; <see cref="Size"/> where one trains alone.</summary>
    public long Whole { get => field == 0 ? Size : field; init; }

    /// <summary>Where the samples of this process begin among all of the step; 0 where one trains alone.</summary>
    internal long Start { get; init; }

    /// <summary>The shards that the samples are of, one after the other; none where they are not divided.</summary>
    internal IReadOnlyList<(int Shard, long Count)> Parts { get; init; } = [];

    /// <summary>0-based, among the passes of the epoch.</summary>
    public int Pass { get; init; }

    /// <summary>0-based, among the steps of the pass.</summary>
    public int Step
    {
        get
        {
            OperatorTape.Refuse("it depends on the number of the step");
            return field;
        }
        init;
    }

    /// <summary>Steps of the pass.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Samples of the pass's <see cref="Training.Pass.Beside"/>; null where it has none.</summary>
    public Batch? Beside { get; init; }

    /// <summary>How inputs were made of their samples.</summary>
    internal AugmentationPipeline Pipeline { get; init; } = AugmentationPipeline.None;

    /// <summary>Makes a view by its pipeline and purpose; null for a batch that was not drawn from a data set.</summary>
    internal Func<AugmentationPipeline, string, Tensor>? Views { get; init; }

    /// <summary>
    /// A further view of the same samples, from the images as they lie in the data set: normalised <c>[B,...]</c>. A function of the run's
    /// seed, the step and the purpose, so two networks that ask alike see alike.
    /// </summary>
    /// <param name="purpose">A fixed name: two purposes draw from different streams.</param>
    public Tensor View(AugmentationPipeline pipeline, string purpose) =>
        Views is null ? throw new InvalidOperationException("this batch was not drawn from a data set, so there is nothing to make a view of") : Views(pipeline, purpose);

    /// <summary>The samples as <see cref="Inputs"/> shows them, augmented anew: <c>[B,...]</c>. The same where nothing is augmented.</summary>
    /// <param name="purpose">As of <see cref="View"/>.</param>
    public Tensor Again(string purpose) => View(Pipeline, purpose);
}
