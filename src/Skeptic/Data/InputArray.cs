using System.Security.Cryptography;

namespace Skeptic.Data;

/// <summary>The inputs of a data set: one flat array, the sample index slowest. Treated as read-only by everyone.</summary>
public abstract class InputArray
{
    /// <summary>Number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Shape of one sample: [channels, height, width] or [width].</summary>
    public abstract IReadOnlyList<int> SampleShape { get; }

    /// <summary>A copy of the rows named, in that order; a row may be named twice.</summary>
    public abstract InputArray Select(ReadOnlySpan<int> indices);

    /// <summary>One sample as numbers, row by row: pixels as 0..255, features as they are.</summary>
    /// <param name="values">As long as the product of <see cref="SampleShape"/>.</param>
    internal abstract void ReadRow(int index, Span<float> values);

    /// <summary>Adds element type, shape and content to a hash.</summary>
    internal abstract void AppendTo(IncrementalHash hash);

    private protected static T[] Rows<T>(T[] values, int width, ReadOnlySpan<int> indices)
    {
        var rows = new T[checked(indices.Length * width)];
        for (var i = 0; i < indices.Length; i++)
            values.AsSpan(indices[i] * width, width).CopyTo(rows.AsSpan(i * width));
        return rows;
    }

    private protected static void CheckLength(long length, long expected, string shape)
    {
        if (length != expected)
            throw new DataException($"An array of {length} values cannot hold inputs of shape [{shape}], which need {expected}.");
    }
}
