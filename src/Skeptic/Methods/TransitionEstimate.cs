using Skeptic.Noise;
using Skeptic.Torch;

namespace Skeptic.Methods;

/// <summary>
/// A transition matrix from the probabilities of networks trained on the noisy labels: the sample that is most surely of class i has the
/// probabilities T[i,.] (Patrini et al., CVPR 2017, equations 12 and 13).
/// </summary>
internal static class TransitionEstimate
{
    /// <param name="probabilities">Of the noisy labels: <c>[N,K]</c>.</param>
    /// <param name="percentile">
    /// For every class the samples at or above this percentile are left out as outliers, and the largest of the rest is taken, as the
    /// authors' code does; 100 leaves none out.
    /// </param>
    internal static TransitionMatrix From(Tensor probabilities, double percentile)
    {
        var (samples, classes) = (probabilities.Size(0), (int)probabilities.Size(1));
        var columns = probabilities.Transpose().Contiguous();
        var values = new double[classes, classes];
        for (var i = 0; i < classes; i++)
        {
            var column = columns.Rows(i, 1).Flatten();
            if (percentile < 100)
            {
                // Of percentiles between two samples the higher one.
                var outliers = column >= column.KthLargest(samples - (long)Math.Ceiling(percentile / 100 * (samples - 1)));
                column = outliers.Choose(Tensor.Zeros([], column.Type, column.Device), column);
            }
            var row = probabilities.IndexSelect(column.ArgMax(0, keep: true)).To(ScalarType.Float64).ToArray<double>();
            var sum = row.Sum();
            for (var j = 0; j < classes; j++) values[i, j] = row[j] / sum;
        }
        return TransitionMatrix.Of(values, "the transition matrix estimated from the networks");
    }
}
