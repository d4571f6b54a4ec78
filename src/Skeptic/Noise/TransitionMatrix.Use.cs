namespace Skeptic.Noise;

public sealed partial class TransitionMatrix
{
    // Rows that differ by less cannot be told apart after a division by float32's rounding.
    private const double SmallestPivot = 1e-7;

    /// <summary>The matrix that a user's noise draws labels by.</summary>
    /// <param name="dataSet">The data set's name: it decides what 'asymmetric' means.</param>
    /// <exception cref="NoiseException">Such noise depends on more than the class.</exception>
    public static TransitionMatrix Of(NoiseSpec spec, string dataSet, int classes)
    {
        var matrix = spec.MatrixFile is { } file ? Load(file) : null;
        return NoiseCatalogue.Resolve(spec.Name, dataSet).Nominal(new NoiseRequest([], classes, spec.Rate, 0, Randomness.RandomSource.Stream, matrix))
            ?? throw new NoiseException($"Noise '{spec}' has no nominal transition matrix; give one as a file, or have it estimated.");
    }

    /// <summary>All entries, [K, K].</summary>
    public double[,] ToArray()
    {
        var entries = new double[Classes, Classes];
        Buffer.BlockCopy(_values, 0, entries, 0, _values.Length * sizeof(double));
        return entries;
    }

    /// <summary>T^-1, [K, K]: its rows sum to 1 as T's do, but hold entries outside [0, 1].</summary>
    /// <exception cref="NoiseException">There is none: after this noise some classes look alike.</exception>
    public double[,] Inverse()
    {
        var (left, right) = (ToArray(), new double[Classes, Classes]);
        for (var c = 0; c < Classes; c++)
            right[c, c] = 1;
        for (var column = 0; column < Classes; column++)
        {
            var pivot = LargestBelow(left, column);
            if (Math.Abs(left[pivot, column]) < SmallestPivot)
                throw new NoiseException("The transition matrix has no inverse: after this noise some classes cannot be told apart. "
                    + "Use another matrix, or forward correction.");
            Swap(left, column, pivot);
            Swap(right, column, pivot);
            var scale = 1 / left[column, column];
            for (var row = 0; row < Classes; row++)
                if (row != column)
                {
                    var factor = left[row, column] * scale;
                    Subtract(left, row, column, factor);
                    Subtract(right, row, column, factor);
                }
            for (var j = 0; j < Classes; j++)
            {
                left[column, j] *= scale;
                right[column, j] *= scale;
            }
        }

        return right;
    }

    private static int LargestBelow(double[,] values, int column)
    {
        var largest = column;
        for (var row = column + 1; row < values.GetLength(0); row++)
            if (Math.Abs(values[row, column]) > Math.Abs(values[largest, column]))
                largest = row;
        return largest;
    }

    private static void Swap(double[,] values, int a, int b)
    {
        for (var j = 0; j < values.GetLength(1); j++)
            (values[a, j], values[b, j]) = (values[b, j], values[a, j]);
    }

    /// <summary>Takes a multiple of one row from another.</summary>
    private static void Subtract(double[,] values, int row, int other, double factor)
    {
        for (var j = 0; j < values.GetLength(1); j++)
            values[row, j] -= factor * values[other, j];
    }
}
