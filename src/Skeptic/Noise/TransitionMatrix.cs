namespace Skeptic.Noise;

/// <summary>A row-stochastic matrix T [K, K]: T[i, j] is the probability that a sample of class i is given label j.</summary>
public sealed partial class TransitionMatrix
{
    /// <summary>How far a row's sum may be from 1: wide enough for float32 and for numbers written with eight digits.</summary>
    private const double RowTolerance = 1e-6;

    private readonly double[] _values;

    private TransitionMatrix(double[] values, int classes)
    {
        _values = values;
        Classes = classes;
    }

    public int Classes { get; }

    /// <summary>Whether a wrong label is any other class alike, and every class as often wrong; so too where nothing is wrong.</summary>
    public bool IsSymmetricNoise
    {
        get
        {
            var rate = Classes > 1 ? this[0, 1] : 0;
            for (var from = 0; from < Classes; from++)
                for (var to = 0; to < Classes; to++)
                    if (from != to && Math.Abs(this[from, to] - rate) > 1e-9) return false;
            return true;
        }
    }

    public double this[int from, int to] => _values[from * Classes + to];

    public ReadOnlySpan<double> Row(int from) => _values.AsSpan(from * Classes, Classes);

    /// <exception cref="NoiseException">Not square, smaller than 2, an entry outside [0, 1], or a row that does not sum to 1.</exception>
    public static TransitionMatrix Of(double[,] values, string where = "the transition matrix")
    {
        var classes = values.GetLength(0);
        if (classes != values.GetLength(1))
            throw new NoiseException($"{Capital(where)} has {classes} rows but {values.GetLength(1)} columns; it must be square, one row "
                + "and one column a class.");
        var flat = new double[values.Length];
        Buffer.BlockCopy(values, 0, flat, 0, flat.Length * sizeof(double));
        Check(flat, classes, where);
        return new(flat, classes);
    }

    /// <summary>Every class keeps its label with probability 1 - rate; the rest goes to the other classes in equal parts.</summary>
    public static TransitionMatrix Uniform(int classes, double rate)
    {
        var values = new double[classes * classes];
        Array.Fill(values, rate / (classes - 1));
        for (var c = 0; c < classes; c++)
            values[c * classes + c] = 1 - rate;
        return new(values, classes);
    }

    /// <summary>
    /// The classes named keep their label with probability 1 - rate and take their one target's otherwise; all others stay.
    /// </summary>
    /// <exception cref="NoiseException">The map names a class that does not exist.</exception>
    public static TransitionMatrix Flips(int classes, double rate, IReadOnlyList<(int From, int To)> map, string convention)
    {
        var highest = map.Max(flip => Math.Max(flip.From, flip.To));
        if (highest >= classes)
            throw new NoiseException($"Noise '{convention}' flips class {highest}, but the data set has only classes 0 to {classes - 1}; "
                + "choose another convention.");
        var values = new double[classes * classes];
        for (var c = 0; c < classes; c++)
            values[c * classes + c] = 1;
        foreach (var (from, to) in map)
        {
            values[from * classes + from] = 1 - rate;
            values[from * classes + to] = rate;
        }

        return new(values, classes);
    }

    private static void Check(double[] values, int classes, string where)
    {
        if (classes < 2)
            throw new NoiseException($"{Capital(where)} has {classes} class; label noise needs at least 2.");
        for (var row = 0; row < classes; row++)
        {
            var entries = values.AsSpan(row * classes, classes);
            var sum = 0.0;
            foreach (var entry in entries)
            {
                if (!(entry is >= 0 and <= 1))
                    throw new NoiseException($"{Capital(where)} has the entry {entry} in row {row}; probabilities lie between 0 and 1.");
                sum += entry;
            }

            if (Math.Abs(sum - 1) > RowTolerance)
                throw new NoiseException($"{Capital(where)}: row {row} sums to {sum:0.########}, not to 1.");
        }
    }

    private static string Capital(string where) => char.ToUpperInvariant(where[0]) + where[1..];
}
