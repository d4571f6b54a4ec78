using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>A training and a test set of the same classes, read-only.</summary>
public sealed class Dataset
{
    private readonly Lazy<string> _fingerprint;

    /// <param name="source">Where it came from, for messages and run records: a folder, or how it was drawn.</param>
    /// <exception cref="DataException">The two sets differ in shape, or a label has no class name.</exception>
    public Dataset(
        string name, LabelledData train, LabelledData test, IReadOnlyList<string> classNames, Normalisation normalisation, string source)
    {
        Check(name, "training", train, classNames.Count);
        Check(name, "test", test, classNames.Count);
        if (!train.Inputs.SampleShape.SequenceEqual(test.Inputs.SampleShape))
            throw new DataException($"Data set '{name}': a training sample has shape [{string.Join(", ", train.Inputs.SampleShape)}] "
                + $"but a test sample [{string.Join(", ", test.Inputs.SampleShape)}]; both must be equal.");
        Name = name;
        Train = train;
        Test = test;
        ClassNames = classNames;
        Normalisation = normalisation;
        Source = source;
        _fingerprint = new(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Train.Fingerprint + Test.Fingerprint))));
    }

    public string Name { get; }

    public LabelledData Train { get; }

    public LabelledData Test { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public int Classes => ClassNames.Count;

    public Normalisation Normalisation { get; }

    public string Source { get; }

    /// <summary>What is known of data of one's own; null of a data set of the catalogue.</summary>
    public OwnFacts? Own { get; init; }

    /// <summary>
    /// SHA-256 in lower-case hex of the training and the test fingerprint, one after the other: two data sets with the same one hold the
    /// same inputs and labels in the same order. Computed when first asked for (about half a second for CIFAR-10).
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The same data set with fewer samples. Normalisation stays that of the whole set.</summary>
    public Dataset Subset(ReadOnlySpan<int> train, ReadOnlySpan<int> test)
        => new(Name, Train.Subset(train), Test.Subset(test), ClassNames, Normalisation, Source);

    private static void Check(string name, string part, LabelledData data, int classes)
    {
        if (data.Count == 0)
            throw new DataException($"Data set '{name}' has no {part} samples.");
        var outside = Array.FindIndex(data.Labels, label => label >= classes);
        if (outside >= 0)
            throw new DataException(
                $"Data set '{name}': {part} sample {outside} has label {data.Labels[outside]}, but there are only {classes} classes "
                + $"(0 to {classes - 1}).");
    }
}
