namespace Skeptic.Statistics;

/// <summary>One cell of a quadtree: what a far point needs to know of the points inside.</summary>
internal struct QuadCell
{
    /// <summary>The centre of mass.</summary>
    public double X, Y;

    /// <summary>The squared diagonal of the smallest box around the points.</summary>
    public double Diagonal;

    public int First, Count;

    /// <summary>The cell that follows this one and all inside it.</summary>
    public int Skip;

    public QuadCellKind Kind;
}

internal enum QuadCellKind
{
    /// <summary>Its cells follow.</summary>
    Inner,

    /// <summary>Few points, each of which is asked for itself.</summary>
    Leaf,

    /// <summary>One place for all practical purposes, however many points are there.</summary>
    Place,
}

/// <summary>
/// A quadtree over points of the plane in one array of cells, each before those inside it, so that a walk needs no stack (Barnes and
/// Hut, A hierarchical O(N log N) force-calculation algorithm, Nature 1986). A cell shrinks to its points before it is divided:
/// every division parts two points, so there are fewer than 2N cells, and points that coincide end as one place.
/// </summary>
internal sealed class QuadTree(int count)
{
    private const int LeafPoints = 4;
    private const int Depth = 64;
    private readonly QuadCell[] _cells = new QuadCell[2 * count];
    private readonly int[] _order = new int[count];
    private readonly int[] _scratch = new int[count];
    private readonly double[] _sorted = new double[2 * count];
    private int _length;

    public ReadOnlySpan<QuadCell> Cells => _cells.AsSpan(0, _length);

    /// <summary>The points by cell.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>x and y of the points in that order [N,2].</summary>
    public ReadOnlySpan<double> Sorted => _sorted;

    /// <param name="points">[N,2].</param>
    public void Build(double[] points)
    {
        for (var i = 0; i < count; i++) _order[i] = i;
        _length = 0;
        Divide(points, 0, count, 0);
        for (var i = 0; i < count; i++)
            (_sorted[2 * i], _sorted[2 * i + 1]) = (points[2 * _order[i]], points[2 * _order[i] + 1]);
    }

    private void Divide(double[] points, int from, int to, int depth)
    {
        double sumX = 0, sumY = 0, left = double.PositiveInfinity, low = left, right = -left, high = -left;
        foreach (var i in _order.AsSpan(from, to - from))
        {
            var (x, y) = (points[2 * i], points[2 * i + 1]);
            (sumX, sumY) = (sumX + x, sumY + y);
            if (x < left) left = x;
            if (x > right) right = x;
            if (y < low) low = y;
            if (y > high) high = y;
        }
        ref var cell = ref _cells[_length++];
        (cell.X, cell.Y) = (sumX / (to - from), sumY / (to - from));
        cell.Diagonal = (right - left) * (right - left) + (high - low) * (high - low);
        (cell.First, cell.Count) = (from, to - from);

        Span<int> ends = stackalloc int[4];
        if (cell.Diagonal == 0 || depth == Depth) cell.Kind = QuadCellKind.Place;
        else if (to - from <= LeafPoints) cell.Kind = QuadCellKind.Leaf;
        else if (!Part(points, from, to, (left + right) / 2, (low + high) / 2, ends)) cell.Kind = QuadCellKind.Place;
        else
        {
            cell.Kind = QuadCellKind.Inner;
            for (var (quadrant, start) = (0, from); quadrant < 4; start = ends[quadrant++])
                if (ends[quadrant] > start) Divide(points, start, ends[quadrant], depth + 1);
        }
        cell.Skip = _length;
    }

    /// <summary>Puts the points into the order of their quadrants.</summary>
    /// <param name="ends">The position after the last point of each quadrant.</param>
    /// <returns>Whether at least two quadrants have points: neighbouring doubles have no middle.</returns>
    private bool Part(double[] points, int from, int to, double x, double y, Span<int> ends)
    {
        Span<int> next = stackalloc int[5];
        next.Clear();
        for (var at = from; at < to; at++) next[Quadrant(points, _order[at], x, y) + 1]++;
        for (var quadrant = 0; quadrant < 4; quadrant++)
        {
            if (next[quadrant + 1] == to - from) return false;
        }
        for (var quadrant = 0; quadrant < 4; quadrant++) next[quadrant + 1] += next[quadrant];
        for (var quadrant = 0; quadrant < 4; quadrant++) ends[quadrant] = from + next[quadrant + 1];
        for (var at = from; at < to; at++) _scratch[from + next[Quadrant(points, _order[at], x, y)]++] = _order[at];
        _scratch.AsSpan(from, to - from).CopyTo(_order.AsSpan(from));
        return true;
    }

    private static int Quadrant(double[] points, int i, double x, double y) => (points[2 * i] >= x ? 1 : 0) + (points[2 * i + 1] >= y ? 2 : 0);
}
