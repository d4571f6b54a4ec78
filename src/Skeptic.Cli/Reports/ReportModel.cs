using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>What a report shows.</summary>
internal sealed record ReportModel
{
    public required string Title { get; init; }

    /// <summary>What holds for all runs, a few words each.</summary>
    public required IReadOnlyList<PageFact> Facts { get; init; }

    /// <summary>In the order in which they are shown.</summary>
    public required IReadOnlyList<RunPlace> Runs { get; init; }

    /// <summary>Tables and figures of experiments; empty where none was named.</summary>
    public IReadOnlyList<ReportExperiment> Experiments { get; init; } = [];

    /// <summary>Curves of the runs themselves.</summary>
    public IReadOnlyList<Plot> Curves { get; init; } = [];

    /// <summary>Whether the report is of one run, which has a section of its own instead of a table.</summary>
    public bool IsOfOneRun { get; init; }

    public required SettingsOverview Settings { get; init; }

    /// <summary>Machines and versions.</summary>
    public required SettingsOverview Machines { get; init; }

    /// <summary>Command lines that make the runs and this report again.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    public IReadOnlyList<Plot> Figures => [.. Experiments.SelectMany(experiment => experiment.Figures), .. Curves];
}

/// <summary>One experiment of a report.</summary>
/// <param name="Comparison">Null where fewer than two rows have a run in common.</param>
internal sealed record ReportExperiment(Experiment Experiment, ResultTable Table, RowComparison? Comparison, IReadOnlyList<Plot> Figures);
