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
                    Select(own, first + q, nearest);
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

    /// <summary>
    /// The smallest of (distance, index), from small to large. A distance is not negative, so the order of its bits is its own order, and
    /// both numbers fit one key.
    /// </summary>
    private static void Select(ReadOnlySpan<float> distances, int self, ulong[] nearest)
    {
        var filled = 0;
        var bound = float.PositiveInfinity;
        for (var j = 0; j < distances.Length; j++)
        {
            if (filled == nearest.Length && distances[j] >= bound) continue;
            if (j == self) continue;
            var key = ((ulong)BitConverter.SingleToUInt32Bits(distances[j]) << 32) | (uint)j;
            if (filled < nearest.Length)
            {
                nearest[filled++] = key;
                if (filled < nearest.Length) continue;
                for (var at = filled / 2 - 1; at >= 0; at--) SinkDown(nearest, at);
            }
            else
            {
                nearest[0] = key;
                SinkDown(nearest, 0);
            }
            bound = Distance(nearest[0]);
        }
        Array.Sort(nearest);
    }

    /// <summary>Restores the heap, the largest key on top, below one entry.</summary>
    private static void SinkDown(ulong[] heap, int at)
    {
        var key = heap[at];
        for (var child = 2 * at + 1; child < heap.Length; child = 2 * at + 1)
        {
            if (child + 1 < heap.Length && heap[child + 1] > heap[child]) child++;
            if (heap[child] <= key) break;
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = key;
    }

    private void Write(int point, ulong[] nearest)
    {
        for (var k = 0; k < nearest.Length; k++)
            (Neighbours[point * PerPoint + k], Squared[point * PerPoint + k]) = ((int)(uint)nearest[k], Distance(nearest[k]));
    }

    private static float Distance(ulong key) => BitConverter.UInt32BitsToSingle((uint)(key >> 32));
}
