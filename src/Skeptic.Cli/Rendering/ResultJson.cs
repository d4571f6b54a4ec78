using System.Text.Json.Nodes;
using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>The end of a call of <c>skeptic train --json</c>, finished or not.</summary>
internal static class ResultJson
{
    public static JsonObject Finished(Recipe recipe, RunResult result, IReadOnlyList<EpochRecord> epochs, string directory)
    {
        var tree = Head("finished", recipe, directory);
        tree["result"] = Json.Tree(result);
        tree["epochs"] = Json.Tree(epochs);
        return tree;
    }

    public static JsonObject Interrupted(Recipe recipe, IReadOnlyList<EpochRecord> epochs, string directory, string resumeCommand)
    {
        var tree = Head("interrupted", recipe, directory);
        tree["resume"] = resumeCommand;
        tree["epochs"] = Json.Tree(epochs);
        return tree;
    }

    private static JsonObject Head(string status, Recipe recipe, string directory) => new()
    {
        ["status"] = status,
        ["id"] = recipe.Id,
        ["directory"] = directory,
        ["recipe"] = recipe.ToJson(),
    };
}
