using Skeptic.Randomness;

namespace Skeptic.Statistics;

/// <summary>
/// The joint probabilities p_ij of t-SNE, sparse: of each point its neighbours from <c>Starts[i]</c> to before <c>Starts[i+1]</c>, by
/// index. Symmetric to the last bit; sums to 1.
/// </summary>
/// <param name="Starts">[N+1].</param>
internal sealed record Affinities(int[] Starts, int[] Neighbours, double[] Values)
{
    private const double Tolerance = 1e-5;
    private const int Bisections = 200;

    public int Count => Starts.Length - 1;

    public static Affinities Of(NearestNeighbours nearest, double perplexity, PointWorkers workers) =>
        Symmetrise(nearest.Neighbours, Conditional(nearest, perplexity, workers), nearest.PerPoint);

    /// <summary>
    /// p_j|i [N,k] over the neighbours of i (2014, section 4.1): a normal distribution around i whose precision makes the perplexity, 2 to
    /// the entropy in bits, the one that is asked for.
    /// </summary>
    public static double[] Conditional(NearestNeighbours nearest, double perplexity, PointWorkers workers)
    {
        var (k, entropy) = (nearest.PerPoint, PortableMath.Log(perplexity));
        var probabilities = new double[nearest.Squared.Length];
        workers.Each(nearest.Count, (from, to) =>
        {
            for (var i = from; i < to; i++)
                Search(nearest.Squared.AsSpan(i * k, k), entropy, probabilities.AsSpan(i * k, k));
        });
        return probabilities;
    }

    /// <summary>
    /// Bisects the precision until the entropy is met within 1e-5. It cannot be met where more neighbours than the perplexity are equally
    /// near, as duplicates are; then these share the probability equally.
    /// </summary>
    /// <param name="squared">Ascending.</param>
    private static void Search(ReadOnlySpan<float> squared, double entropy, Span<double> probabilities)
    {
        double mean = 0, low = 0, high = double.PositiveInfinity;
        foreach (var distance in squared) mean += ((double)distance - squared[0]) / squared.Length;
        var precision = mean > 0 ? 1 / mean : 1;
        for (var i = 0; i < Bisections; i++)
        {
            var excess = Weigh(squared, precision, probabilities) - entropy;
            if (Math.Abs(excess) < Tolerance || mean == 0) break;
            if (excess > 0) low = precision;
            else high = precision;
            precision = double.IsInfinity(high) ? 2 * precision : (low + high) / 2;
        }
    }

    /// <summary>Fills in the probabilities of one precision; their entropy in nats.</summary>
    private static double Weigh(ReadOnlySpan<float> squared, double precision, Span<double> probabilities)
    {
        double sum = 0, weighted = 0;
        for (var j = 0; j < squared.Length; j++)
        {
            // Relative to the nearest, so that the largest weight is 1 and the sum never 0.
            var exponent = precision * ((double)squared[j] - squared[0]);
            var weight = PortableMath.Exp(-exponent);
            probabilities[j] = weight;
            sum += weight;
            weighted += weight * exponent;
        }
        for (var j = 0; j < squared.Length; j++) probabilities[j] /= sum;
        return PortableMath.Log(sum) + weighted / sum;
    }

    /// <summary>p_ij = (p_j|i + p_i|j) / 2N (2008, section 3.1; 2014, section 4.1), by merging each row with the column of the same point.</summary>
    private static Affinities Symmetrise(int[] neighbours, double[] conditional, int k)
    {
        var count = neighbours.Length / k;
        for (var i = 0; i < count; i++) neighbours.AsSpan(i * k, k).Sort(conditional.AsSpan(i * k, k));
        var columns = new int[count + 1];
        foreach (var j in neighbours) columns[j + 1]++;
        for (var j = 0; j < count; j++) columns[j + 1] += columns[j];
        var (owners, shares, next) = (new int[neighbours.Length], new double[neighbours.Length], columns[..count]);
        for (var at = 0; at < neighbours.Length; at++)
        {
            var to = next[neighbours[at]]++;
            (owners[to], shares[to]) = (at / k, conditional[at]);
        }

        var starts = new int[count + 1];
        List<int> joint = new(2 * neighbours.Length);
        List<double> values = new(2 * neighbours.Length);
        for (var i = 0; i < count; i++)
        {
            var (row, column) = (i * k, columns[i]);
            while (row < (i + 1) * k || column < columns[i + 1])
            {
                var inRow = row < (i + 1) * k ? neighbours[row] : int.MaxValue;
                var inColumn = column < columns[i + 1] ? owners[column] : int.MaxValue;
                joint.Add(Math.Min(inRow, inColumn));
                var sum = inRow <= inColumn ? conditional[row++] : 0;
                values.Add((inColumn <= inRow ? sum + shares[column++] : sum) / (2.0 * count));
            }
            starts[i + 1] = joint.Count;
        }
        return new Affinities(starts, [.. joint], [.. values]);
    }
}
