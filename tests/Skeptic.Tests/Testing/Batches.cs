using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

internal static class Batches
{
    /// <summary>The samples at these positions, as one batch.</summary>
    internal static Batch Batch(this LabelledPart part, Tensor index)
    {
        var samples = part.InOrder(index);
        return samples.Batch(0, samples.Count);
    }
}
