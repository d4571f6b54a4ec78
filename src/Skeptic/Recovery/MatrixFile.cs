using Skeptic.Data;

namespace Skeptic.Recovery;

/// <summary>A matrix, row by row.</summary>
/// <param name="Values"><c>[Rows, Columns]</c>; NaN where an entry is not known.</param>
public sealed record Matrix(int Rows, int Columns, double[] Values);

/// <summary>Matrices as .npy files of float32 or float64.</summary>
public static class MatrixFile
{
    private const int MostEntries = 1 << 26;

    /// <param name="single">Whether the file holds float32.</param>
    /// <exception cref="DataException">No .npy file, not of two dimensions, empty, too large, or not of floating-point numbers.</exception>
    public static Matrix Read(string file, out bool single)
    {
        var array = Load(file);
        single = array.Values is float[];
        return array.Values is float[] or double[]
            ? new(array.Shape[0], array.Shape[1], array.ToDoubles())
            : throw new DataException($"The matrix '{file}' holds integers; save it with astype('f8').");
    }

    /// <summary>Which entries are known: all that are not 0.</summary>
    /// <exception cref="DataException">As of <see cref="Read"/>, or of another shape than <paramref name="like"/>.</exception>
    public static bool[] ReadMask(string file, Matrix like)
    {
        var array = Load(file);
        if (array.Shape[0] != like.Rows || array.Shape[1] != like.Columns)
            throw new DataException($"The mask '{file}' is ({array.Shape[0]}, {array.Shape[1]}) and the matrix ({like.Rows}, {like.Columns}); they must be of one shape.");
        return Array.ConvertAll(array.ToDoubles(), value => value != 0);
    }

    public static void Write(string file, Matrix matrix, bool single)
    {
        if (single) Npy.Write<float>(file, Array.ConvertAll(matrix.Values, value => (float)value), matrix.Rows, matrix.Columns);
        else Npy.Write<double>(file, matrix.Values, matrix.Rows, matrix.Columns);
    }

    private static NpyArray Load(string file)
    {
        var array = Npy.Read(file);
        if (array.Shape.Count != 2) throw new DataException($"The array '{file}' has the shape ({string.Join(", ", array.Shape)}); a matrix of two dimensions is needed.");
        return array.Length switch
        {
            0 => throw new DataException($"The matrix '{file}' is empty."),
            > MostEntries => throw new DataException($"The matrix '{file}' has {array.Length} entries; at most {MostEntries} are taken."),
            _ => array,
        };
    }
}
