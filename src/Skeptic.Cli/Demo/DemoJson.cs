using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Demo;

/// <summary>What <c>skeptic demo --json</c> prints, finished or not.</summary>
internal static class DemoJson
{
    public static JsonObject Finished(DemoReport report, string page) => new()
    {
        ["status"] = "finished",
        ["page"] = page,
        ["findings"] = Json.Tree(report.Findings),
        ["runs"] = new JsonArray([.. report.Runs.Select(Run)]),
        ["suspects"] = new JsonObject
        {
            ["method"] = report.Finder.Method,
            ["chosenByValidation"] = DemoReport.Validation(report.Finder),
            ["rankedBy"] = report.Finder.Result.RankedBy,
            ["auroc"] = report.Finder.Auroc,
            ["noiseRate"] = report.NoiseRate,
            ["hits"] = new JsonArray([.. new[] { DemoReport.Shown, DemoReport.Counted }.Select(count => Hits(report.Finder, count))]),
            ["first"] = Json.Tree(report.Suspects),
        },
    };

    public static JsonObject Interrupted(IReadOnlyList<(DemoPart Part, int Epochs)> runs, string resume) => new()
    {
        ["status"] = "interrupted",
        ["resume"] = resume,
        ["runs"] = new JsonArray([.. runs.Select(run => new JsonObject
        {
            ["method"] = run.Part.Method, ["directory"] = run.Part.Directory, ["epochsDone"] = run.Epochs, ["epochs"] = run.Part.Recipe.Epochs,
        })]),
    };

    private static JsonObject Run(FinishedRun run) => new()
    {
        ["method"] = run.Method,
        ["directory"] = run.Part.Directory,
        ["wasThere"] = run.WasThere,
        ["recipe"] = run.Part.Recipe.ToJson(),
        ["facts"] = run.Document["facts"]?.DeepClone(),
        ["result"] = Json.Tree(run.Result),
        ["epochs"] = Json.Tree(run.Epochs),
    };

    private static JsonObject Hits(FinishedRun run, int count)
    {
        var first = Math.Min(count, run.Samples.Count);
        return new JsonObject { ["first"] = first, ["wrong"] = run.Hits(first) };
    }
}
