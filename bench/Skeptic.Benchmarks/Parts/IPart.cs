using Skeptic.Benchmarks.Reporting;

namespace Skeptic.Benchmarks.Parts;

/// <summary>One thing that is measured, under a name of the command line.</summary>
internal interface IPart
{
    string Name { get; }

    /// <summary>One line for help and for the report.</summary>
    string Summary { get; }

    /// <exception cref="Harness.SkippedException">What it needs is not on this machine.</exception>
    IEnumerable<Table> Measure(BenchmarkOptions options);
}

/// <summary>All parts, in the order of the report.</summary>
internal static class PartList
{
    internal static IReadOnlyList<IPart> All { get; } =
    [
        new OperatorsPart(),
        new LeNetStepPart(),
        new LeNetEpochPart(),
        new SideBySidePart(),
        new Cnn4StepPart(),
        new BreakdownPart(),
        new MemoryPart(),
        new GlyphsPart(),
        new AuditPart(),
        new DeviceStepPart(),
        new ManyRunsPart(),
    ];
}
