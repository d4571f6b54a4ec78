namespace Skeptic.Data;

/// <summary>An array from a .npy file: its shape and its elements in row-major order, as the type the file holds.</summary>
/// <param name="Values">A byte[], int[], long[], float[] or double[] (u1, i4, i8, f4, f8).</param>
public sealed record NpyArray(IReadOnlyList<int> Shape, Array Values)
{
    public int Length => Values.Length;

    public double[] ToDoubles() => Values switch
    {
        double[] values => values,
        float[] values => Array.ConvertAll(values, value => (double)value),
        long[] values => Array.ConvertAll(values, value => (double)value),
        int[] values => Array.ConvertAll(values, value => (double)value),
        byte[] values => Array.ConvertAll(values, value => (double)value),
        _ => throw new DataException($"A .npy array of {Values.GetType().Name} cannot be read as numbers."),
    };

    /// <exception cref="DataException">The elements are not integers, or one does not fit 32 bits.</exception>
    public int[] ToInts() => Values switch
    {
        int[] values => values,
        byte[] values => Array.ConvertAll(values, value => (int)value),
        long[] values => Array.ConvertAll(values, value => value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new DataException($"The .npy array holds {value}, which does not fit 32 bits.")),
        _ => throw new DataException("The .npy array holds floating-point numbers where integers are needed; save it with astype('i4')."),
    };
}
