using Skeptic.Randomness;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class TsneTests
{
    private static readonly PointWorkers Alone = new(1, CancellationToken.None);

    [Fact]
    public void Groups_far_apart_stay_apart()
    {
        var rows = Blobs(180, 20);
        var result = Tsne.Embed(rows, 180, 20, new TsneOptions(Perplexity: 15, Iterations: 400));
        var nearest = NearestNeighbours.Find(result.Points, 180, 2, 10, Alone).Neighbours;
        Assert.InRange(nearest.Select((j, at) => j % 3 == at / 10 % 3 ? 1.0 : 0).Average(), 0.991, 1);
        Assert.InRange(result.Divergence, 0.5, 0.9);
    }

    [Fact]
    public void The_learning_rate_follows_the_number_of_points_unless_it_is_given()
    {
        Assert.Equal(10_000 / 48.0, new TsneOptions().RateFor(10_000), 1e-9);
        Assert.Equal(5, new TsneOptions(LearningRate: 5).RateFor(10_000));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(40)]
    public void Every_row_has_the_perplexity_that_is_asked_for(double perplexity)
    {
        var nearest = NearestNeighbours.Find(Blobs(130, 10), 130, 10, (int)(3 * perplexity), Alone);
        var rows = Affinities.Conditional(nearest, perplexity, Alone).Chunk(nearest.PerPoint).ToList();
        Assert.Equal(130, rows.Count);
        Assert.All(rows, row => Assert.Equal(perplexity, Math.Exp(-row.Sum(p => p > 0 ? p * Math.Log(p) : 0)), perplexity * 1.1e-5));
        Assert.All(rows, row => Assert.Equal(1, row.Sum(), 1e-12));
    }

    [Fact]
    public void Neighbours_at_one_distance_share_the_probability_equally()
    {
        var nearest = NearestNeighbours.Find(new float[20 * 3], 20, 3, 15, Alone);
        Assert.All(Affinities.Conditional(nearest, 5, Alone), p => Assert.Equal(1 / 15.0, p, 1e-15));
    }

    [Fact]
    public void Joint_probabilities_are_symmetric_and_sum_to_one()
    {
        var p = Dense(SomeAffinities(200, 10));
        var sum = 0.0;
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(0, p[i, i]);
            for (var j = 0; j < 200; j++)
            {
                Assert.Equal(p[i, j], p[j, i]);
                sum += p[i, j];
            }
        }
        Assert.Equal(1, sum, 1e-12);
    }

    [Theory]
    [InlineData(0, 1e-6)]
    [InlineData(0.2, 0.01)]
    [InlineData(0.5, 0.04)]
    public void The_gradient_is_as_exact_as_theta_says(double theta, double tolerance)
    {
        var affinities = SomeAffinities(400, 10);
        var points = Scattered(400, 5);
        var (gradient, exact) = (new double[800], ExactGradient(Dense(affinities), points));
        new TsneForces(affinities, theta, Alone).Gradient(points, 1, gradient);
        var error = Norm([.. gradient.Zip(exact, (a, b) => a - b)]) / Norm(exact);
        Assert.InRange(error, 0, tolerance);
        if (theta > 0) Assert.NotInRange(error, 0, 1e-9);
    }

    [Fact]
    public void The_exact_gradient_is_the_slope_of_the_divergence()
    {
        var forces = new TsneForces(SomeAffinities(50, 5), 0, Alone);
        var (points, gradient) = (Scattered(50, 2), new double[100]);
        forces.Gradient(points, 1, gradient);
        for (var at = 0; at < points.Length; at++)
        {
            var (kept, step) = (points[at], 1e-5);
            points[at] = kept + step;
            var above = forces.Divergence(points);
            points[at] = kept - step;
            var slope = (above - forces.Divergence(points)) / (2 * step);
            points[at] = kept;
            Assert.Equal(slope, gradient[at], 1e-8);
        }
        Assert.InRange(gradient.Max(Math.Abs), 1e-3, 1);
    }

    [Fact]
    public void The_divergence_is_that_of_the_dense_matrices()
    {
        var affinities = SomeAffinities(100, 10);
        var (p, points, z, sum) = (Dense(affinities), Scattered(100, 3), 0.0, 0.0);
        foreach (var (i, j) in Pairs(100)) z += Weight(points, i, j);
        foreach (var (i, j) in Pairs(100)) sum += p[i, j] > 0 ? p[i, j] * Math.Log(p[i, j] * z / Weight(points, i, j)) : 0;
        Assert.Equal(sum, new TsneForces(affinities, 0, Alone).Divergence(points), 1e-10);
    }

    [Fact]
    public void Neighbours_are_those_of_all_distances()
    {
        var rows = Blobs(103, 7);
        var nearest = NearestNeighbours.Find(rows, 103, 7, 12, Alone);
        for (var i = 0; i < 103; i++)
        {
            double Squared(int j) => Enumerable.Range(0, 7).Sum(d => Math.Pow((double)rows[i * 7 + d] - rows[j * 7 + d], 2));
            var expected = Enumerable.Range(0, 103).Where(j => j != i).OrderBy(Squared).Take(12).ToList();
            Assert.Equal(expected, nearest.Neighbours[(i * 12)..((i + 1) * 12)]);
            Assert.Equal(Squared(expected[11]), nearest.Squared[i * 12 + 11], 1e-4);
        }
    }

    [Fact]
    public void Principal_components_keep_the_distances_of_rows_that_span_few_dimensions()
    {
        var draws = new RandomStream(3);
        double[] mixing = [.. Enumerable.Range(0, 6 * 120).Select(_ => draws.NextGaussian())];
        var hidden = Blobs(80, 6);
        var rows = new float[80 * 120];
        for (var at = 0; at < rows.Length; at++)
            rows[at] = (float)Enumerable.Range(0, 6).Sum(d => hidden[at / 120 * 6 + d] * mixing[d * 120 + at % 120]);
        var centred = TsneInput.Centre(rows, 80, 120, new TsneOptions(5));
        var projected = PrincipalComponents.Project(centred, 80, 120, 50, 0, Alone);

        foreach (var (i, j) in Pairs(80))
        {
            double Squared(float[] of, int width) => Enumerable.Range(0, width).Sum(d => Math.Pow(of[i * width + d] - of[j * width + d], 2));
            Assert.Equal(1, Squared(projected, 50) / Squared(centred, 120), 1e-4);
        }
        double[] energies = [.. Enumerable.Range(0, 50).Select(c => Enumerable.Range(0, 80).Sum(i => Math.Pow(projected[i * 50 + c], 2)))];
        Assert.Equal(energies.Take(6).OrderDescending(), energies.Take(6));
        Assert.InRange(energies.Skip(6).Sum() / energies.Sum(), 0, 1e-9);
    }

    [Fact]
    public void Eigenvectors_turn_the_matrix_into_its_eigenvalues()
    {
        var (values, vectors) = SymmetricEigen.Of(new double[,] { { 2, -1, 0 }, { -1, 2, -1 }, { 0, -1, 2 } });
        Assert.Equal(2 + Math.Sqrt(2), values[0], 1e-12);
        Assert.Equal(2, values[1], 1e-12);
        Assert.Equal(2 - Math.Sqrt(2), values[2], 1e-12);
        for (var c = 0; c < 3; c++) Assert.Equal(values[c] * vectors[0, c], 2 * vectors[0, c] - vectors[1, c], 1e-12);
    }

    [Fact]
    public void Threads_and_repetition_change_no_bit_and_the_seed_does()
    {
        var rows = Blobs(200, 80);
        var options = new TsneOptions(Perplexity: 10, Iterations: 40, ExaggerationIterations: 20);
        var alone = Tsne.Embed(rows, 200, 80, options);
        var together = Tsne.Embed(rows, 200, 80, options with { Threads = 2 });
        Assert.Equal(alone.Points, together.Points);
        Assert.Equal(alone.Divergence, together.Divergence);
        Assert.NotEqual(alone.Points, Tsne.Embed(rows, 200, 80, options with { Seed = 1 }).Points);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public void Equal_rows_end_and_stay_finite(int equal)
    {
        var rows = Blobs(400, 5);
        for (var at = 0; at < equal * 5; at++) rows[at] = 1;
        var result = Tsne.Embed(rows, 400, 5, new TsneOptions(Perplexity: 5, Iterations: 100));
        Assert.All(result.Points, x => Assert.True(float.IsFinite(x)));
        Assert.True(double.IsFinite(result.Divergence));
        Assert.InRange(result.Points.Max(Math.Abs), 1e-4, 1e4);
    }

    [Fact]
    public void A_tree_over_points_in_one_place_has_few_cells_and_pushes_as_many_points_do()
    {
        var affinities = SomeAffinities(400, 10);
        var points = Scattered(400, 5);
        for (var at = 0; at < 600; at++) points[at] = at % 2 == 0 ? 0.1 : Math.BitIncrement(0.1 * (at % 4));
        QuadTree tree = new(400);
        tree.Build(points);
        Assert.InRange(tree.Cells.Length, 10, 799);
        Assert.Equal(Enumerable.Range(0, 400), tree.Order.ToArray().Order());

        var (gradient, exact) = (new double[800], ExactGradient(Dense(affinities), points));
        new TsneForces(affinities, 0, Alone).Gradient(points, 1, gradient);
        Assert.InRange(Norm([.. gradient.Zip(exact, (a, b) => a - b)]) / Norm(exact), 0, 1e-9);
    }

    [Fact]
    public void Progress_ends_at_one_and_cancelling_ends_at_once()
    {
        var seen = new Seen();
        Tsne.Embed(Blobs(40, 3), 40, 3, new TsneOptions(Perplexity: 5, Iterations: 4), seen);
        Assert.Equal([0.25, 0.5, 0.75, 1], seen.Shares);
        Assert.ThrowsAny<OperationCanceledException>(() => Tsne.Embed(Blobs(40, 3), 40, 3, new TsneOptions(5), cancel: new CancellationToken(true)));
        Assert.ThrowsAny<OperationCanceledException>(() => Tsne.Embed(Blobs(40, 3), 40, 3, new TsneOptions(5, Threads: 2), cancel: new CancellationToken(true)));
    }

    [Fact]
    public void Rows_that_cannot_be_embedded_are_refused()
    {
        var rows = Blobs(100, 4);
        Refused("100 points of 5 dimensions need 500 numbers, and t-SNE was given 400", rows, 5, new TsneOptions());
        Refused("perplexity 33.5 needs at least 102 points, and there are 100: lower the perplexity", rows, 4, new TsneOptions(33.5));
        rows[4 * 7 + 2] = float.NaN;
        Refused("number 2 of point 7 is NaN", rows, 4, new TsneOptions());
        rows[4 * 7 + 2] = float.NegativeInfinity;
        Refused("number 2 of point 7 is -Infinity", rows, 4, new TsneOptions());
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refused("perplexity of t-SNE must be above 1", new(Perplexity: double.NaN));
        Refused("iterations of t-SNE must be at least 1, and it is 0", new(Iterations: 0));
        Refused("theta of t-SNE must be from 0 to 1, and it is 1.5", new(Theta: 1.5));
        Refused("early exaggeration of t-SNE must be from 1", new(EarlyExaggeration: 0.5));
        Refused("exaggerated iterations of t-SNE must be at least 0", new(ExaggerationIterations: -1));
        Refused("learning rate of t-SNE must be above 0", new(LearningRate: 0));
        Refused("threads of t-SNE must be at least 1", new(Threads: 0));
    }

    private static void Refused(string because, TsneOptions options) => Refused(because, Blobs(100, 4), 4, options);

    private static void Refused(string because, float[] rows, int dimensions, TsneOptions options) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(() => Tsne.Embed(rows, 100, dimensions, options)).Message);

    private sealed class Seen : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }

    /// <summary>Normal rows of unit variance around three centres, row i around centre i mod 3.</summary>
    private static float[] Blobs(int count, int dimensions)
    {
        var draws = new RandomStream(7);
        return [.. Enumerable.Range(0, count * dimensions).Select(at => (float)((at % dimensions == at / dimensions % 3 ? 15 : 0) + draws.NextGaussian()))];
    }

    private static double[] Scattered(int count, double deviation)
    {
        var draws = new RandomStream(11);
        return [.. Enumerable.Range(0, 2 * count).Select(_ => deviation * draws.NextGaussian())];
    }

    private static Affinities SomeAffinities(int count, double perplexity) =>
        Affinities.Of(NearestNeighbours.Find(Blobs(count, 8), count, 8, (int)(3 * perplexity), Alone), perplexity, Alone);

    private static double[,] Dense(Affinities affinities)
    {
        var p = new double[affinities.Count, affinities.Count];
        for (var i = 0; i < affinities.Count; i++)
            for (var at = affinities.Starts[i]; at < affinities.Starts[i + 1]; at++)
                p[i, affinities.Neighbours[at]] += affinities.Values[at];
        return p;
    }

    /// <summary>The 2008 paper's equation 5, over all pairs.</summary>
    private static double[] ExactGradient(double[,] p, double[] points)
    {
        var (gradient, count) = (new double[points.Length], points.Length / 2);
        var z = Pairs(count).Sum(pair => Weight(points, pair.I, pair.J));
        foreach (var (i, j) in Pairs(count))
        {
            var weight = Weight(points, i, j);
            var pull = 4 * (p[i, j] - weight / z) * weight;
            gradient[2 * i] += pull * (points[2 * i] - points[2 * j]);
            gradient[2 * i + 1] += pull * (points[2 * i + 1] - points[2 * j + 1]);
        }
        return gradient;
    }

    private static IEnumerable<(int I, int J)> Pairs(int count) =>
        Enumerable.Range(0, count * count).Select(at => (at / count, at % count)).Where(pair => pair.Item1 != pair.Item2);

    private static double Weight(double[] points, int i, int j) =>
        1 / (1 + Math.Pow(points[2 * i] - points[2 * j], 2) + Math.Pow(points[2 * i + 1] - points[2 * j + 1], 2));

    private static double Norm(double[] of) => Math.Sqrt(of.Sum(x => x * x));
}
