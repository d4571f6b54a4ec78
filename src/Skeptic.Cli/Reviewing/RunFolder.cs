using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Cli.Reviewing;

/// <summary>A run directory, as a book: what the run came to think of the labels that it was trained on.</summary>
internal static class RunFolder
{
    /// <param name="dataset">The data set that it was trained on, once it is needed.</param>
    /// <exception cref="UsageException">The run is not finished.</exception>
    public static ReviewBook Read(string folder, Func<Dataset> dataset)
    {
        var run = RunRecord.Read(folder);
        var rows = run.ReadSamples();
        if (rows.Count == 0) throw new UsageException($"the run {folder} has no samples.csv yet; a run that is finished has one");
        var data = run.Document["data"] as JsonObject;
        var classes = AuditFolder.Strings(data?["classNames"]) ?? [.. dataset().ClassNames];
        // Labels and ids are numbers here; a suspicion is high where others' scores are low.
        return new ReviewBook
        {
            Folder = folder,
            Title = Path.GetFileName(Path.GetFullPath(folder)),
            Digest = (string?)data?["sha256"],
            ClassNames = classes,
            Ids = [.. rows.Select(row => row.Id.ToString(CultureInfo.InvariantCulture))],
            Paths = rows.Any(row => row.Path is not null) ? [.. rows.Select(row => row.Path ?? "")] : null,
            Given = [.. rows.Select(row => row.GivenLabel)],
            Suggested = [.. rows.Select(row => row.SuggestedLabel)],
            Score = [.. rows.Select(row => (float)-row.Suspicion)],
            IsIssue = [.. rows.Select(row => (byte)(row.SuggestedLabel != row.GivenLabel ? 1 : 0))],
            Signals =
            [
                new("self_confidence", [.. rows.Select(row => (float)row.SelfConfidence)]),
                new("margin", [.. rows.Select(row => (float)row.Margin)]),
                new("loss", [.. rows.Select(row => (float)row.Loss)]),
            ],
        };
    }
}
