using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>A run of the demo with all that it left behind.</summary>
internal sealed record FinishedRun
{
    private static readonly JsonSerializerOptions s_camelCase = new(JsonSerializerDefaults.Web);

    public required DemoPart Part { get; init; }

    public required RunResult Result { get; init; }

    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The most suspicious label first.</summary>
    public required IReadOnlyList<SampleRow> Samples { get; init; }

    /// <summary>The content of <c>run.json</c>: where and with what it was trained, which need not be here and now.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>Whether it was finished before this call.</summary>
    public required bool WasThere { get; init; }

    public string Method => Part.Method;

    public RunFacts Facts => Document["facts"].Deserialize<RunFacts>(s_camelCase) ?? throw new RunException($"{Part.Directory}: run.json holds no facts");

    /// <summary>How many of the <paramref name="count"/> most suspicious labels are wrong.</summary>
    public int Hits(int count) => Samples.Take(count).Count(row => row.TrueLabel != row.GivenLabel);

    /// <summary>Of the score that ranks <see cref="Samples"/>; null where all labels are wrong, or none.</summary>
    public double? Auroc => Result.LabelScores.FirstOrDefault(score => score.Score == Result.RankedBy)?.Auroc;
}
