namespace Skeptic.Auditing;

/// <summary>How many samples have a given class and, it is thought, a true class: [K,K].</summary>
public sealed class CountMatrix
{
    private readonly long[] _cells;

    public CountMatrix(int classes) => (Classes, _cells) = (classes, new long[checked(classes * classes)]);

    public int Classes { get; }

    public long this[int given, int truth]
    {
        get => _cells[given * Classes + truth];
        internal set => _cells[given * Classes + truth] = value;
    }

    public long Total => _cells.Sum();

    public long Trace => Enumerable.Range(0, Classes).Sum(k => this[k, k]);

    /// <summary>The counts of one given class, [K] by true class.</summary>
    public ReadOnlySpan<long> OfGiven(int given) => _cells.AsSpan(given * Classes, Classes);

    /// <summary>How many have this given class.</summary>
    public long GivenTotal(int given)
    {
        long sum = 0;
        foreach (var count in OfGiven(given)) sum += count;
        return sum;
    }

    /// <summary>[K], how many are thought to be of each class.</summary>
    public long[] TrueTotals()
    {
        var totals = new long[Classes];
        for (var at = 0; at < _cells.Length; at++) totals[at % Classes] += _cells[at];
        return totals;
    }

    public long[,] ToArray()
    {
        var array = new long[Classes, Classes];
        Buffer.BlockCopy(_cells, 0, array, 0, _cells.Length * sizeof(long));
        return array;
    }

    internal long[] Cells => _cells;

    internal void Add(long[] cells)
    {
        for (var i = 0; i < cells.Length; i++) _cells[i] += cells[i];
    }
}
