using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Noise;

public sealed partial class TransitionMatrix
{
    /// <summary>
    /// Reads a .npy array (f4 or f8, [K, K]) or a text file of K lines with K numbers each, separated by commas or blanks.
    /// </summary>
    /// <exception cref="DataException">The file cannot be read, or holds no transition matrix.</exception>
    public static TransitionMatrix Load(string file)
    {
        if (!File.Exists(file))
            throw new NoiseException($"There is no file '{file}' to read a transition matrix from.");
        var values = file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? FromNpy(file) : FromText(file);
        return Of(values, $"the transition matrix in '{file}'");
    }

    private static double[,] FromNpy(string file)
    {
        var array = Npy.Read(file);
        if (array.Shape.Count != 2)
            throw new NoiseException($"The array in '{file}' has {array.Shape.Count} dimensions; a transition matrix has two.");
        var values = new double[array.Shape[0], array.Shape[1]];
        Buffer.BlockCopy(array.ToDoubles(), 0, values, 0, values.Length * sizeof(double));
        return values;
    }

    private static double[,] FromText(string file)
    {
        var lines = File.ReadAllLines(file).Where(line => !string.IsNullOrWhiteSpace(line)).ToArray();
        double[,]? values = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            values ??= new double[lines.Length, fields.Length];
            if (fields.Length != values.GetLength(1))
                throw new NoiseException($"Line {i + 1} of '{file}' has {fields.Length} numbers, the first line {values.GetLength(1)}; "
                    + "all rows must be equally long.");
            for (var j = 0; j < fields.Length; j++)
                if (!double.TryParse(fields[j], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i, j]))
                    throw new NoiseException($"Line {i + 1} of '{file}': '{fields[j]}' is not a number.");
        }

        return values ?? throw new NoiseException($"The file '{file}' is empty; it should hold a transition matrix.");
    }
}
