using System.Runtime.InteropServices;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>
/// Predicted probabilities [N,K] of the classes of N samples, read in blocks of rows, so that they need not be in memory. They should be
/// out of sample: by a model that has not seen the sample's label.
/// </summary>
public abstract class ClassProbabilities
{
    /// <summary>N.</summary>
    public abstract int Count { get; }

    /// <summary>K.</summary>
    public abstract int Classes { get; }

    /// <summary>The rows from <paramref name="first"/> on, one after another. Called by several threads at once.</summary>
    /// <param name="rows">A multiple of K numbers, all of which are filled.</param>
    public abstract void Read(int first, Span<double> rows);

    public static ClassProbabilities Of(double[,] rows)
    {
        var flat = new double[rows.Length];
        Buffer.BlockCopy(rows, 0, flat, 0, rows.Length * sizeof(double));
        return new InMemory<double>(flat, rows.GetLength(1));
    }

    /// <param name="rows">[N,K], row after row; not copied.</param>
    public static ClassProbabilities Of(double[] rows, int classes) => new InMemory<double>(rows, classes);

    /// <param name="rows">[N,K], row after row; not copied.</param>
    public static ClassProbabilities Of(float[] rows, int classes) => new InMemory<float>(rows, classes);

    /// <summary>A matrix in a file, of which no more than a few blocks are in memory at a time.</summary>
    /// <exception cref="DataException">Not a matrix [N,K].</exception>
    public static ClassProbabilities Of(NpyFile file) => new InFile(file);

    private sealed class InMemory<T> : ClassProbabilities
        where T : unmanaged
    {
        private readonly T[] _rows;

        public InMemory(T[] rows, int classes)
        {
            if (classes < 1 || rows.Length % classes != 0)
                throw new DataException($"{rows.Length} probabilities cannot be cut into rows of {classes} classes.");
            (_rows, Classes) = (rows, classes);
        }

        public override int Count => _rows.Length / Classes;

        public override int Classes { get; }

        public override void Read(int first, Span<double> rows)
        {
            var from = _rows.AsSpan(checked(first * Classes), rows.Length);
            if (typeof(T) == typeof(float)) NpyType.Widen(MemoryMarshal.Cast<T, float>(from), rows);
            else MemoryMarshal.Cast<T, double>(from).CopyTo(rows);
        }
    }

    private sealed class InFile : ClassProbabilities
    {
        private readonly NpyFile _file;

        public InFile(NpyFile file)
        {
            if (file.Shape.Count != 2)
                throw new DataException($"The array '{file.Name}' has shape ({string.Join(", ", file.Shape)}); probabilities are a matrix, one row a sample and one column a class.");
            _file = file;
        }

        public override int Count => _file.Shape[0];

        public override int Classes => _file.Shape[1];

        public override void Read(int first, Span<double> rows) => _file.ReadRows(first, rows);
    }
}
