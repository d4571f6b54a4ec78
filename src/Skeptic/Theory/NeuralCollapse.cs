using MathNet.Numerics.LinearAlgebra;

namespace Skeptic.Theory;

/// <summary>
/// How far features and classifier have collapsed; all are 0 in full collapse. Papyan, Han and Donoho, Prevalence of neural collapse during the terminal
/// phase of deep learning training, PNAS 2020; in the form of Zhu et al., A geometric analysis of neural collapse with unconstrained features, NeurIPS 2021.
/// </summary>
/// <param name="Nc1">tr(Sigma_W Sigma_B^+) / K: scatter within classes over that of class means.</param>
/// <param name="Nc2">|G / |G| - E / |E|| in the Frobenius norm: G the Gram matrix of the centred class means, E = I - 11^T/K that of a simplex.</param>
/// <param name="Nc3">|W / |W| - M / |M||: the classifier's rows, centred over the classes, and the centred class means; W is <c>[K,D]</c>, M <c>[K,D]</c>.</param>
public sealed record NeuralCollapse(double Nc1, double Nc2, double Nc3)
{
    private const double Negligible = 1e-10;

    /// <param name="features"><c>[N,D]</c>, row by row.</param>
    /// <param name="labels">By which the classes are formed, <c>[N]</c>.</param>
    /// <param name="classifier">The last layer's weight <c>[K,D]</c>, row by row.</param>
    /// <exception cref="TheoryException">A class has no sample.</exception>
    public static NeuralCollapse Of(ReadOnlySpan<float> features, IReadOnlyList<int> labels, ReadOnlySpan<float> classifier, int classes)
    {
        var width = features.Length / labels.Count;
        var (counts, sums) = (new int[classes], Matrix<double>.Build.Dense(classes, width));
        for (var i = 0; i < labels.Count; i++)
        {
            counts[labels[i]]++;
            for (var d = 0; d < width; d++) sums[labels[i], d] += features[i * width + d];
        }
        if (Array.IndexOf(counts, 0) is >= 0 and var empty) throw new TheoryException($"class {empty} has no sample, so it has no mean to measure the collapse by");
        var means = Matrix<double>.Build.Dense(classes, width, (k, d) => sums[k, d] / counts[k]);
        var centred = Centred(means);
        var weights = Matrix<double>.Build.Dense(classes, width);
        for (var k = 0; k < classes; k++)
            for (var d = 0; d < width; d++) weights[k, d] = classifier[k * width + d];
        return new NeuralCollapse(Within(features, labels, means, centred), Angles(centred), Distance(Centred(weights), centred));
    }

    /// <summary>tr(Sigma_W Sigma_B^+) / K without a D by D matrix: the deviations from class means, in the principal axes of the K centred means.</summary>
    private static double Within(ReadOnlySpan<float> features, IReadOnlyList<int> labels, Matrix<double> means, Matrix<double> centred)
    {
        var (classes, width) = (means.RowCount, means.ColumnCount);
        var decomposition = centred.Svd();
        var trace = 0.0;
        for (var axis = 0; axis < Math.Min(classes, width); axis++)
        {
            var size = decomposition.S[axis];
            if (size <= Negligible * decomposition.S[0]) continue;
            var direction = decomposition.VT.Row(axis).ToArray();
            var places = new double[classes];
            for (var k = 0; k < classes; k++)
                for (var d = 0; d < width; d++) places[k] += direction[d] * means[k, d];
            var scatter = 0.0;
            for (var i = 0; i < labels.Count; i++)
            {
                var place = -places[labels[i]];
                for (var d = 0; d < width; d++) place += direction[d] * features[i * width + d];
                scatter += place * place;
            }
            // Sigma_W is the mean over samples, Sigma_B that over classes.
            trace += scatter / labels.Count / (size * size / classes);
        }
        return trace / classes;
    }

    private static double Angles(Matrix<double> centred)
    {
        var classes = centred.RowCount;
        var simplex = Matrix<double>.Build.Dense(classes, classes, (i, j) => (i == j ? 1 : 0) - 1.0 / classes);
        return Distance(centred.TransposeAndMultiply(centred), simplex);
    }

    private static double Distance(Matrix<double> a, Matrix<double> b) => (a / a.FrobeniusNorm() - b / b.FrobeniusNorm()).FrobeniusNorm();

    private static Matrix<double> Centred(Matrix<double> rows)
    {
        var mean = rows.ColumnSums() / rows.RowCount;
        return Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, (i, j) => rows[i, j] - mean[j]);
    }
}
