using Skeptic.Randomness;

namespace Skeptic.Statistics;

/// <summary>
/// The gradient of t-SNE's cost, the divergence KL(P || Q) with q_ij = w_ij / Z, w_ij = 1 / (1 + |y_i - y_j|²), Z the sum of all w (2008,
/// equation 4), and the cost itself. Attraction is summed over the neighbours, repulsion over cells of a quadtree.
/// </summary>
/// <param name="theta">From 0, exact, to 1: up to there a point's own cell never counts as a whole, for it lies within a diagonal of its centre.</param>
internal sealed class TsneForces(Affinities affinities, double theta, PointWorkers workers)
{
    private readonly QuadTree _tree = new(affinities.Count);
    private readonly double[] _repulsion = new double[2 * affinities.Count];
    private readonly double[] _weights = new double[affinities.Count];

    /// <summary>
    /// dC/dy_i = 4 (sum p_ij w_ij (y_i - y_j) - sum w_ij² (y_i - y_j) / Z) (2008, equation 5, split as in 2014, section 4.2), the p_ij
    /// multiplied by the exaggeration.
    /// </summary>
    /// <param name="points">[N,2].</param>
    /// <param name="gradient">[N,2], overwritten.</param>
    public void Gradient(double[] points, double exaggeration, double[] gradient)
    {
        var z = Repel(points);
        workers.Each(affinities.Count, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var (x, y) = Attraction(points, i);
                gradient[2 * i] = 4 * (exaggeration * x - _repulsion[2 * i] / z);
                gradient[2 * i + 1] = 4 * (exaggeration * y - _repulsion[2 * i + 1] / z);
            }
        });
    }

    /// <summary>KL(P || Q) in nats, over the pairs whose p is not 0; only Z is approximate.</summary>
    public double Divergence(double[] points)
    {
        var (logZ, sum) = (PortableMath.Log(Repel(points)), 0.0);
        for (var i = 0; i < affinities.Count; i++)
        {
            for (var at = affinities.Starts[i]; at < affinities.Starts[i + 1]; at++)
            {
                // A neighbour far away for its precision may have a p too small to count, or for a logarithm.
                var p = affinities.Values[at];
                if (p < 1e-300) continue;
                var (dx, dy) = Between(points, i, affinities.Neighbours[at]);
                sum += p * (PortableMath.Log(p) + PortableMath.Log(1 + dx * dx + dy * dy) + logZ);
            }
        }
        return sum;
    }

    private (double X, double Y) Attraction(double[] points, int i)
    {
        var (neighbours, values) = (affinities.Neighbours, affinities.Values);
        double x = 0, y = 0;
        for (var at = affinities.Starts[i]; at < affinities.Starts[i + 1]; at++)
        {
            var (dx, dy) = Between(points, i, neighbours[at]);
            var pull = values[at] / (1 + dx * dx + dy * dy);
            x += pull * dx;
            y += pull * dy;
        }
        return (x, y);
    }

    /// <summary>Fills in the repulsion of every point, not yet divided by Z.</summary>
    /// <returns>Z, summed in the order of the points.</returns>
    private double Repel(double[] points)
    {
        _tree.Build(points);
        // Neighbouring points walk through the same cells, so the walks follow the tree's order.
        workers.Each(affinities.Count, (from, to) =>
        {
            for (var at = from; at < to; at++) Walk(at);
        });
        var z = 0.0;
        foreach (var weight in _weights) z += weight;
        return z;
    }

    /// <summary>
    /// A cell counts as a whole where its diagonal is shorter than theta times its distance (2014, section 4.2); the diagonal is that of the
    /// points' box, which is not longer than the paper's. The point meets itself with weight 1 and without force; the 1 is taken off.
    /// </summary>
    private void Walk(int at)
    {
        var cells = _tree.Cells;
        var sorted = _tree.Sorted;
        var (x, y, wide) = (sorted[2 * at], sorted[2 * at + 1], theta * theta);
        double forceX = 0, forceY = 0, sum = 0;
        for (var next = 0; next < cells.Length;)
        {
            ref readonly var cell = ref cells[next];
            var (dx, dy) = (x - cell.X, y - cell.Y);
            var distance = dx * dx + dy * dy;
            if (cell.Diagonal < wide * distance || cell.Kind == QuadCellKind.Place)
            {
                var weight = 1 / (1 + distance);
                var push = cell.Count * weight;
                sum += push;
                push *= weight;
                forceX += push * dx;
                forceY += push * dy;
                next = cell.Skip;
            }
            else if (cell.Kind == QuadCellKind.Leaf)
            {
                var inside = sorted.Slice(2 * cell.First, 2 * cell.Count);
                for (var k = 0; k + 1 < inside.Length; k += 2)
                {
                    (dx, dy) = (x - inside[k], y - inside[k + 1]);
                    var weight = 1 / (1 + dx * dx + dy * dy);
                    sum += weight;
                    weight *= weight;
                    forceX += weight * dx;
                    forceY += weight * dy;
                }
                next = cell.Skip;
            }
            else next++;
        }
        var point = _tree.Order[at];
        (_repulsion[2 * point], _repulsion[2 * point + 1], _weights[point]) = (forceX, forceY, sum - 1);
    }

    private static (double X, double Y) Between(double[] points, int i, int j) => (points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1]);
}
