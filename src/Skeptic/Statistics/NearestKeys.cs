namespace Skeptic.Statistics;

/// <summary>
/// The smallest of many pairs (distance, index). A distance is not negative, so the order of its bits is its own order, and a pair fits
/// one key.
/// </summary>
internal static class NearestKeys
{
    public static int Index(ulong key) => (int)(uint)key;

    public static float Distance(ulong key) => BitConverter.UInt32BitsToSingle((uint)(key >> 32));

    /// <param name="self">The index that is left out.</param>
    /// <param name="nearest">Filled with keys from small to large; fewer than the distances.</param>
    public static void Select(ReadOnlySpan<float> distances, int self, ulong[] nearest)
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
}
