namespace Skeptic.Statistics;

/// <param name="Points">[N,2], centred; the axes mean nothing.</param>
/// <param name="Divergence">KL(P || Q) at the end, in nats: lower is better between runs on the same rows.</param>
public sealed record TsneResult(float[] Points, double Divergence);

/// <summary>
/// Rows with many numbers as points of the plane, such that near rows become near points: van der Maaten and Hinton, Visualizing Data
/// using t-SNE, JMLR 2008 ("2008" in what this uses), with the approximations of van der Maaten, Accelerating t-SNE using Tree-Based
/// Algorithms, JMLR 2014 ("2014"). Time grows with N² for the neighbours and N log N for each iteration.
/// </summary>
/// <remarks>Equal rows, options and seed give equal bits, whatever the number of threads.</remarks>
public static class Tsne
{
    /// <summary>Principal components that neighbours are looked up in, as many as in the experiments of 2014.</summary>
    private const int Components = 50;

    /// <param name="rows">[N,D], finite.</param>
    /// <param name="count">N, more than three times the perplexity.</param>
    /// <param name="progress">Told the share of the iterations done, up to 1.</param>
    /// <exception cref="ArgumentException">The rows are not N by D, not finite or too few, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">Asked for by <paramref name="cancel"/>.</exception>
    public static TsneResult Embed(ReadOnlySpan<float> rows, int count, int dimensions, TsneOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        options ??= new TsneOptions();
        options.Check();
        var centred = TsneInput.Centre(rows, count, dimensions, options);
        PointWorkers workers = new(options.Threads, cancel);
        var components = PrincipalComponents.Project(centred, count, dimensions, Math.Min(Components, dimensions), options.Seed, workers);
        var nearest = NearestNeighbours.Find(components, count, components.Length / count, options.Neighbours, workers);
        TsneForces forces = new(Affinities.Of(nearest, options.Perplexity, workers), options.Theta, workers);
        TsneDescent descent = new(forces, options, count);

        var points = TsneDescent.Start(components, count, options.Seed);
        for (var iteration = 0; iteration < options.Iterations; iteration++)
        {
            cancel.ThrowIfCancellationRequested();
            descent.Step(points, iteration);
            progress?.Report((iteration + 1.0) / options.Iterations);
        }
        return new TsneResult([.. points.Select(coordinate => (float)coordinate)], forces.Divergence(points));
    }
}
