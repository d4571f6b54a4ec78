using Skeptic.Data;

namespace Skeptic.Noise;

/// <summary>What noise may look at beside the labels: the data set they belong to, and the places where label files are found.</summary>
/// <param name="Rows">Where the samples at hand stand in the training part; null where they are all of it, in its order.</param>
public sealed record NoiseMaterial(Dataset Dataset, DataFolders? Folders = null, int[]? Rows = null);
