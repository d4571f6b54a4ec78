using System.Globalization;

namespace Skeptic.Data;

/// <summary>
/// Feature vectors of any model: <c>X.npy</c> of shape [N, D] with <c>labels.npy</c> or <c>y.npy</c> beside it, or one <c>.npz</c> with both. Classes are
/// the whole numbers that occur, in their order. A .npz may say the part of each sample in <c>split</c>: 0 train, 1 validation, 2 test.
/// </summary>
public sealed class ArraySource(string file) : IFeatureSource
{
    internal const string SplitName = "split";

    private static readonly string[] s_inputs = ["x", "X", "features", "embeddings", "data", "arr_0"];
    private static readonly string[] s_labels = ["y", "labels", "label", "targets", "arr_1"];

    private readonly string _file = Path.GetFullPath(file);

    public IReadOnlyList<string> Files => IsZip ? [_file] : [_file, LabelFile()];

    private bool IsZip => _file.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);

    public SourceListing List(CancellationToken cancel = default)
    {
        var (labels, place) = Labels();
        string[] texts = [.. labels.Select(label => label.ToString(CultureInfo.InvariantCulture))];
        var names = LabelNames.ByValue(texts);
        var numbers = LabelNames.Numbers(names);
        var written = File.GetLastWriteTimeUtc(_file).Ticks;
        var parts = Parts(texts.Length);
        return texts.Length > 0
            ? new()
            {
                ClassNames = names,
                Samples = [.. texts.Select((text, i) => new SourceSample(i.ToString(CultureInfo.InvariantCulture), numbers[text], parts?[i] ?? SourcePart.None) { File = _file, Written = written })],
            }
            : throw new SourceException($"'{place}' holds no labels.");
    }

    public FeatureTable Features(SourceListing listing, IReadOnlyList<int> training, bool standardise)
    {
        var array = Inputs();
        if (array.Shape is not [var count, var width] || width == 0)
            throw new SourceException($"'{_file}' holds an array of shape ({string.Join(", ", array.Shape)}); features are of shape (samples, features).");
        if (count != listing.Samples.Count)
            throw new SourceException($"'{_file}' holds {count} samples, but there are {listing.Samples.Count} labels; every sample needs one.");
        var values = array.Values as float[] ?? Array.ConvertAll(array.ToDoubles(), value => (float)value);
        var wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        if (wrong >= 0)
            throw new SourceException($"'{_file}': feature {wrong % width} of sample {wrong / width} is {values[wrong].ToString(CultureInfo.InvariantCulture)}; features must be finite numbers.");
        var columns = Enumerable.Range(0, width).Select(d => new FeatureColumn(d.ToString(CultureInfo.InvariantCulture))).ToArray();
        if (standardise) Standardise(values, columns, training);
        return new(new FeatureArray(values, count, width), columns);
    }

    /// <summary>Means and population deviations of the training rows, in double precision; a constant feature keeps deviation 1.</summary>
    private static void Standardise(float[] values, FeatureColumn[] columns, IReadOnlyList<int> training)
    {
        var width = columns.Length;
        var (mean, squares) = (new double[width], new double[width]);
        foreach (var row in training)
            for (var d = 0; d < width; d++) mean[d] += values[row * width + d];
        for (var d = 0; d < width; d++) mean[d] /= training.Count;
        foreach (var row in training)
            for (var d = 0; d < width; d++) squares[d] += Math.Pow(values[row * width + d] - mean[d], 2);
        for (var d = 0; d < width; d++)
        {
            var std = Math.Sqrt(squares[d] / training.Count);
            columns[d] = columns[d] with { Mean = mean[d], Std = std > 0 ? std : 1 };
        }

        for (var i = 0; i < values.Length; i++) values[i] = (float)((values[i] - columns[i % width].Mean) / columns[i % width].Std);
    }

    private (int[] Labels, string Place) Labels()
    {
        var place = IsZip ? _file : LabelFile();
        var array = IsZip ? Member(s_labels, "labels") : Npy.Read(place);
        if (array.Shape.Count != 1 && array.Shape is not [_, 1])
            throw new SourceException($"The labels in '{place}' have the shape ({string.Join(", ", array.Shape)}); one number for every sample is needed.");
        return (array.ToInts(), place);
    }

    private SourcePart[]? Parts(int count)
    {
        if (!IsZip || !Npz.Names(_file).Contains(SplitName)) return null;
        var numbers = Npz.Read(_file, SplitName).ToInts();
        var wrong = Array.FindIndex(numbers, number => number is < 0 or > 2);
        if (wrong >= 0) throw new SourceException($"'{_file}': split of sample {wrong} is {numbers[wrong]}; it must be 0 for train, 1 for validation or 2 for test.");
        return numbers.Length == count ? Array.ConvertAll(numbers, number => SourcePart.Train + number) : throw new SourceException($"'{_file}' holds {numbers.Length} numbers in {SplitName} and {count} labels; every sample needs both.");
    }

    /// <summary>Where labels are looked for, in this order.</summary>
    internal static string[] LabelPlaces(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return [Path.Combine(folder, "labels.npy"), Path.Combine(folder, "y.npy"), Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".labels.npy")];
    }

    /// <summary>The array of features, as the file holds it.</summary>
    internal NpyArray Inputs() => IsZip ? Member(s_inputs, "features") : Npy.Read(_file);

    private string LabelFile()
    {
        var places = LabelPlaces(_file);
        return places.FirstOrDefault(File.Exists) ?? throw new SourceException($"'{_file}' has no labels; save them as {string.Join(", ", places)}, or both in one .npz.");
    }

    private NpyArray Member(string[] known, string what)
    {
        var names = Npz.Names(_file);
        return known.FirstOrDefault(names.Contains) is { } name ? Npz.Read(_file, name) : throw new SourceException(
            $"'{_file}' holds no {what}: its arrays are called {string.Join(", ", names)}, and one of {string.Join(", ", known)} is needed.");
    }
}
