namespace Skeptic.Data;

/// <summary>Which part of a data set a sample belongs to by the data's own word.</summary>
public enum SourcePart
{
    None,
    Train,
    Validation,
    Test,
}

/// <summary>A sample as a source lists it, before its content is looked at.</summary>
/// <param name="Id">Unique, the same wherever the data lie: a path relative to the data, with slashes; or a row's number.</param>
/// <param name="Label">A class by its number.</param>
public sealed record SourceSample(string Id, int Label, SourcePart Part = SourcePart.None)
{
    /// <summary>The label that is known to be right; -1 where none is.</summary>
    public int CleanLabel { get; init; } = -1;

    /// <summary>The file that holds it.</summary>
    internal string File { get; init; } = "";

    /// <summary>Where in that file its content begins.</summary>
    internal long Offset { get; init; }

    /// <summary>Bytes of its content; -1 where there is no such file.</summary>
    internal long Length { get; init; }

    /// <summary>When the file was last written, in ticks.</summary>
    internal long Written { get; init; }
}

/// <summary>What one annotator said about one sample.</summary>
/// <param name="Sample">Position in <see cref="SourceListing.Samples"/>.</param>
public sealed record Annotation(int Sample, string Annotator, int Label);

/// <summary>What a source holds.</summary>
public sealed record SourceListing
{
    public required IReadOnlyList<string> ClassNames { get; init; }

    public required IReadOnlyList<SourceSample> Samples { get; init; }

    /// <summary>What users should know, a sentence each: empty classes, merged rows, files left out.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Every annotator's label, where the data name annotators; <see cref="SourceSample.Label"/> then is the one most of them gave.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];
}

/// <summary>Data of the user's own: knows which samples there are, with which labels.</summary>
public interface ISampleSource
{
    /// <exception cref="SourceException">The data are not of the form they should be.</exception>
    SourceListing List(CancellationToken cancel = default);
}

/// <summary>A source whose samples are pictures.</summary>
public interface IPictureSource : ISampleSource
{
    /// <summary>The bytes of one picture's file. Thread-safe.</summary>
    /// <exception cref="PictureException">They cannot be had.</exception>
    byte[] Read(SourceSample sample);

    /// <summary>All contents, in the order that reads fastest; what is given out may be called on another thread.</summary>
    IEnumerable<(int Index, Func<byte[]> Read)> Contents(SourceListing listing)
        => listing.Samples.Select((sample, i) => (i, (Func<byte[]>)(() => Read(sample))));
}

/// <summary>A source whose samples are rows of numbers.</summary>
public interface IFeatureSource : ISampleSource
{
    /// <summary>The files that decide the result, for a digest of their content.</summary>
    IReadOnlyList<string> Files { get; }

    /// <param name="training">Rows of the training set: from them alone come means, deviations and categories.</param>
    FeatureTable Features(SourceListing listing, IReadOnlyList<int> training, bool standardise);
}

/// <summary>Rows as a network takes them, and how they were made.</summary>
public sealed record FeatureTable(FeatureArray Values, IReadOnlyList<FeatureColumn> Columns);

/// <summary>How a feature follows from a column of the data: (value - mean) / std of a number, 1 or 0 for a category or a missing value.</summary>
/// <param name="Category">The text that this feature stands for; null of a number.</param>
/// <param name="IsMissing">Whether the feature says that the value is missing.</param>
public sealed record FeatureColumn(string Name, double Mean = 0, double Std = 1, string? Category = null, bool IsMissing = false)
{
    /// <summary>What a missing number counts as; null where that is <see cref="Mean"/>.</summary>
    public double? Fill { get; init; }
}
