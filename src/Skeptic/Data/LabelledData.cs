using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Skeptic.Data;

/// <summary>
/// Inputs with one class label each. The labels are the data set's own ("clean"); noise lives beside them, never in them.
/// </summary>
public sealed class LabelledData
{
    private readonly Lazy<string> _fingerprint;

    /// <param name="labels">[N], 0-based. Kept, not copied.</param>
    /// <exception cref="DataException">Inputs and labels differ in number, or a label is negative.</exception>
    public LabelledData(InputArray inputs, int[] labels)
    {
        if (inputs.Count != labels.Length)
            throw new DataException($"There are {inputs.Count} inputs but {labels.Length} labels; every input needs exactly one.");
        var negative = Array.FindIndex(labels, label => label < 0);
        if (negative >= 0)
            throw new DataException($"Label {labels[negative]} of sample {negative} is negative; classes are numbered from 0.");
        Inputs = inputs;
        Labels = labels;
        _fingerprint = new(ComputeFingerprint);
    }

    public InputArray Inputs { get; }

    public int[] Labels { get; }

    /// <summary>The coarser classes that CIFAR-100 has beside its 100 fine ones, [N]; null for data without them.</summary>
    public int[]? CoarseLabels { get; init; }

    /// <summary>What each sample is called in the user's own data, [N]: a path or a row; null where samples have no names.</summary>
    public string[]? Ids { get; init; }

    /// <summary>Labels known to be right, [N], -1 where none is; null for data that name none.</summary>
    public int[]? CleanLabels { get; init; }

    public int Count => Labels.Length;

    /// <summary>SHA-256 in lower-case hex over element type, shape, inputs and labels (int32, little-endian).</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>A copy of the samples named, in that order.</summary>
    public LabelledData Subset(ReadOnlySpan<int> indices)
        => new(Inputs.Select(indices), Pick(Labels, indices))
        {
            CoarseLabels = CoarseLabels is null ? null : Pick(CoarseLabels, indices),
            Ids = Ids is null ? null : Pick(Ids, indices),
            CleanLabels = CleanLabels is null ? null : Pick(CleanLabels, indices),
        };

    private static T[] Pick<T>(T[] values, ReadOnlySpan<int> indices)
    {
        var picked = new T[indices.Length];
        for (var i = 0; i < indices.Length; i++)
            picked[i] = values[indices[i]];
        return picked;
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Inputs.AppendTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes(Labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
