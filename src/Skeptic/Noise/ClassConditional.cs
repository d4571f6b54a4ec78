using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <summary>
/// Noise in which every sample draws its label, independently of the others, from its class's row of a transition matrix.
/// </summary>
public abstract class ClassConditional : NoiseConvention
{
    public override bool SupportsNumpyLegacy => true;

    private protected abstract TransitionMatrix Matrix(NoiseRequest request);

    internal sealed override int[] Corrupt(NoiseRequest request)
    {
        var matrix = Matrix(request);
        return request.Random == RandomSource.NumpyLegacy ? FromNumpy(request, matrix) : FromStream(request, matrix);
    }

    internal sealed override TransitionMatrix Nominal(NoiseRequest request) => Matrix(request);

    private static int[] FromStream(NoiseRequest request, TransitionMatrix matrix)
    {
        var stream = request.NewStream();
        return Array.ConvertAll(request.Clean, clean => Draw(matrix.Row(clean), clean, stream.NextDouble()));
    }

    private static int[] FromNumpy(NoiseRequest request, TransitionMatrix matrix)
    {
        var generator = request.NewNumpyGenerator();
        return Array.ConvertAll(request.Clean, clean => generator.MultinomialOne(matrix.Row(clean)));
    }

    /// <summary>
    /// Inversion of the row's cumulative sum. One uniform number a sample, so that the draws of two rates stay comparable.
    /// </summary>
    private static int Draw(ReadOnlySpan<double> row, int clean, double uniform)
    {
        for (var j = 0; j < row.Length; j++)
        {
            if (uniform < row[j])
                return j;
            uniform -= row[j];
        }

        // Rounding left a remainder of about 1e-16: the sample keeps its label if its row allows that, else takes the likeliest one.
        return row[clean] > 0 ? clean : Likeliest(row);
    }

    private static int Likeliest(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var j = 1; j < row.Length; j++)
            if (row[j] > row[best])
                best = j;
        return best;
    }
}
