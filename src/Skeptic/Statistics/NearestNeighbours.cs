using System.Numerics;
using System.Runtime.InteropServices;

namespace Skeptic.Statistics;

/// <summary>
/// The exact nearest neighbours of every point: all distances, several at a time. Each distance is summed over the dimensions in their
/// order, so that its bits depend neither on the machine's vectors nor on which of the two points asks.
/// </summary>
/// <param name="Neighbours">[N,k], the nearest first, equal distances by index; never the point itself.</param>
/// <param name="Squared">[N,k], squared Euclidean distances.</param>
internal sealed record NearestNeighbours(int[] Neighbours, float[] Squared, int PerPoint)
{
    private const int Queries = 4;

    public int Count => Neighbours.Length / PerPoint;

    /// <param name="rows">[N,D].</param>
    /// <param name="perPoint">k, below N.</param>
    public static NearestNeighbours Find(float[] rows, int count, int dimensions, int perPoint, PointWorkers workers)
    {
        var tiles = Tiles(rows, count, dimensions);
        var found = new NearestNeighbours(new int[count * perPoint], new float[count * perPoint], perPoint);
        workers.Each(count, (from, to) =>
        {
            var distances = new float[Queries * (tiles.Length / dimensions)];
            var nearest = new ulong[perPoint];
            for (var first = from; first < to; first += Queries)
            {
                Distances(rows, tiles, dimensions, first, count, distances);
                for (var q = 0; q < Queries && first + q < to; q++)
                {
                    var own = distances.AsSpan(q * (distances.Length / Queries), count);
                    NearestKeys.Select(own, first + q, nearest);
                    found.Write(first + q, nearest);
                }
            }
        });
        return found;
    }

    /// <summary>The points in groups as wide as a vector, a group's numbers by dimension: [groups,D,lanes].</summary>
    private static float[] Tiles(float[] rows, int count, int dimensions)
    {
        var lanes = Vector<float>.Count;
        var tiles = new float[(count + lanes - 1) / lanes * lanes * dimensions];
        for (var i = 0; i < count; i++)
            for (var d = 0; d < dimensions; d++)
                tiles[(i / lanes * dimensions + d) * lanes + i % lanes] = rows[i * dimensions + d];
        return tiles;
    }

    /// <summary>Squared distances of four points from <paramref name="first"/> on to all: [4,N and the rest of the last group].</summary>
    private static void Distances(float[] rows, float[] tiles, int dimensions, int first, int count, float[] distances)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(tiles.AsSpan());
        var targets = MemoryMarshal.Cast<float, Vector<float>>(distances.AsSpan());
        var groups = vectors.Length / dimensions;
        // Past the last point the last one is asked again.
        ReadOnlySpan<float> queryA = Row(0), queryB = Row(1), queryC = Row(2), queryD = Row(3);
        for (var group = 0; group < groups; group++)
        {
            var tile = vectors.Slice(group * dimensions, dimensions);
            Vector<float> sumA = default, sumB = default, sumC = default, sumD = default;
            for (var k = 0; k < tile.Length; k++)
            {
                var (fromA, fromB) = (tile[k] - new Vector<float>(queryA[k]), tile[k] - new Vector<float>(queryB[k]));
                var (fromC, fromD) = (tile[k] - new Vector<float>(queryC[k]), tile[k] - new Vector<float>(queryD[k]));
                sumA += fromA * fromA;
                sumB += fromB * fromB;
                sumC += fromC * fromC;
                sumD += fromD * fromD;
            }
            targets[group] = sumA;
            targets[groups + group] = sumB;
            targets[2 * groups + group] = sumC;
            targets[3 * groups + group] = sumD;
        }

        Span<float> Row(int offset) => rows.AsSpan(Math.Min(first + offset, count - 1) * dimensions, dimensions);
    }

    private void Write(int point, ulong[] nearest)
    {
        for (var k = 0; k < nearest.Length; k++)
            (Neighbours[point * PerPoint + k], Squared[point * PerPoint + k]) = (NearestKeys.Index(nearest[k]), NearestKeys.Distance(nearest[k]));
    }
}
