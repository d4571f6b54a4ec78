using System.Numerics;
using System.Runtime.InteropServices;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>The first pass: what a sample's own row says, and whether the rows are probabilities at all.</summary>
/// <param name="Self">[N], p of the given class.</param>
/// <param name="Other">[N], the largest p of another class.</param>
/// <param name="Entropy">[N], in units of log K: 0 to 1.</param>
/// <param name="Predicted">[N], the most probable class; of equally probable ones the first.</param>
internal sealed record RowScan(double[] Self, double[] Other, double[] Entropy, int[] Predicted)
{
    private const double Rounding = 1e-6;

    /// <summary>p of the predicted class.</summary>
    public double Largest(int sample) => Math.Max(Self[sample], Other[sample]);

    /// <exception cref="DataException">A row that is no distribution; the message names the first.</exception>
    public static RowScan Of(RowBlocks blocks, int[] labels, AuditOptions options)
    {
        var scan = new RowScan(new double[blocks.Count], new double[blocks.Count], new double[blocks.Count], new int[blocks.Count]);
        var bad = int.MaxValue;
        var gate = new Lock();
        var (fault, unit) = ("", 1 / Math.Log(blocks.Classes));
        blocks.Each("reading", block =>
        {
            Terms(block.Rows.AsSpan(0, block.Count * block.Classes), block.Scratch);
            for (var i = 0; i < block.Count; i++)
            {
                var row = block.Row(i);
                var sample = block.First + i;
                var (sum, least, largest, at) = Summary(row);
                if (!(least >= -Rounding && largest <= 1 + Rounding && Math.Abs(sum - 1) <= options.SumTolerance))
                {
                    lock (gate)
                    {
                        if (sample < bad) (bad, fault) = (sample, Fault(row, sample, sum, options));
                    }
                    return;
                }
                var given = labels[sample];
                scan.Predicted[sample] = at;
                scan.Self[sample] = row[given];
                scan.Other[sample] = at != given ? largest : Math.Max(Highest(row[..given]), Highest(row[(given + 1)..]));
                scan.Entropy[sample] = Math.Max(0, -Sum(block.Scratch.AsSpan(i * block.Classes, block.Classes)) * unit);
            }
        });
        return bad == int.MaxValue ? scan : throw new DataException(fault);
    }

    /// <summary>p log p, and 0 where p is 0.</summary>
    private static void Terms(ReadOnlySpan<double> rows, Span<double> terms)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(rows);
        var to = MemoryMarshal.Cast<double, Vector<double>>(terms);
        for (var i = 0; i < from.Length; i++)
            to[i] = Vector.ConditionalSelect(Vector.GreaterThan(from[i], Vector<double>.Zero), from[i] * Vector.Log(from[i]), Vector<double>.Zero);
        for (var i = from.Length * Vector<double>.Count; i < rows.Length; i++) terms[i] = rows[i] > 0 ? rows[i] * Math.Log(rows[i]) : 0;
    }

    private static (double Sum, double Least, double Largest, int At) Summary(ReadOnlySpan<double> row)
    {
        var (sum, least, largest, at) = (row[0], row[0], row[0], 0);
        for (var k = 1; k < row.Length; k++)
        {
            var p = row[k];
            sum += p;
            if (p < least) least = p;
            if (p > largest) (largest, at) = (p, k);
        }
        return (sum, least, largest, at);
    }

    private static double Sum(ReadOnlySpan<double> terms)
    {
        double sum = 0;
        foreach (var term in terms) sum += term;
        return sum;
    }

    private static double Highest(ReadOnlySpan<double> part)
    {
        var highest = double.NegativeInfinity;
        foreach (var p in part)
            if (p > highest) highest = p;
        return highest;
    }

    private static string Fault(ReadOnlySpan<double> row, int sample, double sum, AuditOptions options)
    {
        for (var k = 0; k < row.Length; k++)
        {
            if (options.Normalise && double.IsNaN(row[k]))
                return $"the probabilities of sample {sample} cannot be normalised: they hold a number that is negative or not finite, or are all 0";
            if (!double.IsFinite(row[k])) return $"the probability of class {k} of sample {sample} is {row[k]}; every row must be K numbers from 0 to 1";
            if (row[k] is < -Rounding or > 1 + Rounding)
                return $"the probability of class {k} of sample {sample} is {row[k]}, which is not from 0 to 1; are these logits? Take the softmax, or --normalise scores that are not negative";
        }
        return $"the probabilities of sample {sample} sum to {sum:G6}; rows must sum to 1 (tolerance {options.SumTolerance}): --normalise divides every row by its sum";
    }
}
