using Skeptic.Augmentation;
using Skeptic.Randomness;

namespace Skeptic.Training;

/// <summary>
/// What the batches of an epoch show of their samples. Random numbers are a function of the seed and of where training stands, never of
/// the network, so all networks of a step see the same and a resumed run draws the same.
/// </summary>
/// <param name="Training">Makes the inputs of every batch.</param>
/// <param name="Purpose">Of the random numbers: batches beside others draw from streams of their own.</param>
internal sealed record Views(AugmentationPipeline Training, ulong Seed, int Epoch, string Purpose = Purposes.Augmentation)
{
    /// <summary>The samples as they are.</summary>
    internal static Views Plain { get; } = new(AugmentationPipeline.None, 0, 0);

    /// <param name="shard">Whose samples; null where they are not divided.</param>
    internal RandomStream First(int pass, int step, int? shard = null) =>
        shard is { } own ? RandomStream.Derive(Seed, Purpose, Epoch, pass, step, 0, own) : RandomStream.Derive(Seed, Purpose, Epoch, pass, step, 0);

    internal RandomStream Further(string purpose, int pass, int step, int? shard = null) =>
        shard is { } own ? RandomStream.Derive(Seed, $"{Purpose} {purpose}", Epoch, pass, step, 1, own) : RandomStream.Derive(Seed, $"{Purpose} {purpose}", Epoch, pass, step, 1);
}
