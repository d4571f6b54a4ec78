using FsCheck;
using FsCheck.Fluent;
using Skeptic.Auditing;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>Labels with noise and probabilities that know more than the labels, made up.</summary>
/// <param name="Rows">[N,K].</param>
internal sealed record SomeAudits(double[] Rows, int[] Labels, int[] Truth, int Classes)
{
    public int Count => Labels.Length;

    public static Gen<SomeAudits> Any { get; } = Of(8, 64, 0);

    public static Gen<SomeAudits> WithoutTies { get; } = Of(0);

    /// <param name="sure">How much the probabilities favour the true class; at 8 the most probable class is nearly always the true one.</param>
    /// <param name="unit">Probabilities are multiples of 1/unit, so that there are ties; 0 for any.</param>
    public static SomeAudits Draw(ulong seed, int count, int classes, double noise, int unit = 0, double sure = 3)
    {
        var random = new RandomStream(seed);
        var (rows, labels, truth) = (new double[count * classes], new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            truth[i] = random.NextInt(classes);
            labels[i] = random.NextDouble() < noise ? (truth[i] + 1 + random.NextInt(classes - 1)) % classes : truth[i];
            var row = rows.AsSpan(i * classes, classes);
            for (var k = 0; k < classes; k++) row[k] = random.NextGamma(k == truth[i] ? sure : 0.5);
            var sum = 0.0;
            foreach (var p in row) sum += p;
            foreach (ref var p in row) p /= sum;
            if (unit > 0) Coarsen(row, unit);
        }
        return new(rows, labels, truth, classes);
    }

    public LabelAudit Audit(AuditOptions? options = null) => LabelAudit.Of(ClassProbabilities.Of(Rows, Classes), Labels, options ?? new AuditOptions { Threads = 1 });

    public SomeAudits Reordered(int[] order) => new(
        [.. order.SelectMany(i => Rows[(i * Classes)..((i + 1) * Classes)])],
        [.. order.Select(i => Labels[i])],
        [.. order.Select(i => Truth[i])],
        Classes);

    private static Gen<SomeAudits> Of(params int[] units) =>
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(20, 300)
        from classes in Gen.Choose(2, 7)
        from unit in Gen.Elements(units)
        select Draw((ulong)seed, count, classes, 0.3, unit);

    private static void Coarsen(Span<double> row, int unit)
    {
        var left = unit;
        for (var k = 1; k < row.Length; k++)
        {
            var part = (int)(row[k] * unit);
            row[k] = (double)part / unit;
            left -= part;
        }
        row[0] = (double)left / unit;
    }
}
