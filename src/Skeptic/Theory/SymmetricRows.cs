using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using Wide = System.Numerics.Vector<double>;

namespace Skeptic.Theory;

/// <summary>A symmetric matrix laid out row by row, for loops that multiply by it hundreds of thousands of times.</summary>
internal sealed class SymmetricRows
{
    private readonly double[] _items;

    internal SymmetricRows(Matrix<double> matrix) => (Order, _items) = (matrix.RowCount, matrix.ToRowMajorArray());

    internal int Order { get; }

    internal ReadOnlySpan<double> Row(int i) => _items.AsSpan(i * Order, Order);

    internal double Diagonal(int i) => _items[i * Order + i];

    internal double Times(int row, ReadOnlySpan<double> vector)
    {
        var items = Row(row);
        var wide = MemoryMarshal.Cast<double, Wide>(items);
        var wideVector = MemoryMarshal.Cast<double, Wide>(vector);
        var sums = Wide.Zero;
        for (var i = 0; i < wide.Length; i++) sums += wide[i] * wideVector[i];
        var sum = System.Numerics.Vector.Sum(sums);
        for (var i = wide.Length * Wide.Count; i < items.Length; i++) sum += items[i] * vector[i];
        return sum;
    }

    /// <summary>target += factor times a row.</summary>
    internal void AddRow(int row, double factor, Span<double> target)
    {
        var items = Row(row);
        for (var i = 0; i < items.Length; i++) target[i] += factor * items[i];
    }
}
