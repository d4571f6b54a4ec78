namespace Skeptic.Auditing;

/// <summary>
/// Keeps the largest of many keys; of equal keys those of the lower samples, so that the choice depends on neither the order in which
/// they come nor the number of threads. Memory for twice the number that is kept, as far as it fills.
/// </summary>
internal sealed class LargestKept(int wanted)
{
    private double[] _keys = new double[Math.Min(2 * (long)wanted, 16)];
    private int[] _samples = new int[Math.Min(2 * (long)wanted, 16)];
    private int _count;

    /// <summary>A key below this is not among the largest.</summary>
    public double Bound { get; private set; } = double.NegativeInfinity;

    public void Offer(double key, int sample)
    {
        if (key < Bound) return;
        if (_count == _keys.Length && !Grow()) Shrink();
        (_keys[_count], _samples[_count]) = (key, sample);
        _count++;
    }

    /// <summary>The samples kept, in no order.</summary>
    public ReadOnlySpan<int> Samples()
    {
        if (_count > wanted) Shrink();
        return _samples.AsSpan(0, _count);
    }

    private bool Grow()
    {
        var most = (int)Math.Min(2 * (long)wanted, Array.MaxLength);
        if (_keys.Length >= most) return false;
        var length = (int)Math.Min(2 * (long)_keys.Length, most);
        Array.Resize(ref _keys, length);
        Array.Resize(ref _samples, length);
        return true;
    }

    /// <summary>Partitions until the wanted number is in front (Hoare's quickselect) and drops the rest.</summary>
    private void Shrink()
    {
        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var (pivot, pivotSample) = (_keys[middle], _samples[middle]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (Before(_keys[i], _samples[i], pivot, pivotSample)) i++;
                while (Before(pivot, pivotSample, _keys[j], _samples[j])) j--;
                if (i > j) continue;
                (_keys[i], _keys[j]) = (_keys[j], _keys[i]);
                (_samples[i], _samples[j]) = (_samples[j], _samples[i]);
                (i, j) = (i + 1, j - 1);
            }
            if (wanted - 1 <= j) high = j;
            else if (wanted - 1 >= i) low = i;
            else break;
        }
        _count = wanted;
        Bound = double.PositiveInfinity;
        for (var i = 0; i < _count; i++) Bound = Math.Min(Bound, _keys[i]);
    }

    private static bool Before(double key, int sample, double other, int otherSample) => key > other || (key == other && sample < otherSample);
}
