namespace Skeptic.Data;

/// <summary>How large a data set is.</summary>
/// <param name="SampleShape">[channels, height, width].</param>
public sealed record DatasetExtent(int Train, int Test, IReadOnlyList<int> SampleShape, int Classes);
