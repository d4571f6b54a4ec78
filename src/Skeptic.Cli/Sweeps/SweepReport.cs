using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps;

/// <summary>How a sweep ended, for the user, and the exit code that says so.</summary>
internal sealed class SweepReport(SweepRequest request, Terminal terminal)
{
    /// <param name="signal">The exit code of an interruption; <see cref="ExitCode.Ok"/> without one.</param>
    public int Write(SweepOutcome outcome, int signal)
    {
        if (request.Json) terminal.Output.WriteJson(Json(outcome));
        else terminal.Output.WriteLine($"{outcome.Finished.Count} of {request.Cells.Count} cells finished in {request.Out}"
            + (outcome.Failed.Count > 0 ? $", {outcome.Failed.Count} failed" : "") + (outcome.Left.Count > 0 ? $", {outcome.Left.Count} left" : ""));
        foreach (var (cell, failure) in outcome.Failed)
            terminal.Note($"failed: {cell.Title} ({cell.Directory(request.Out)})\n  {failure.Message.Replace("\n", "\n  ")}");
        if (outcome.Failed.Count > 0 || outcome.Left.Count > 0)
        {
            terminal.Note($"{(signal == ExitCode.Ok ? "to try again what failed and run what is left" : "interrupted and saved; to go on")}:");
            terminal.Note($"  {request.ResumeCommand}");
        }
        return signal != ExitCode.Ok ? signal : outcome.Failed.Count > 0 || outcome.Left.Count > 0 ? ExitCode.Failure : ExitCode.Ok;
    }

    private static JsonObject Json(SweepOutcome outcome) => new()
    {
        ["finished"] = new JsonArray([.. outcome.Finished.Select(cell => JsonValue.Create(cell.Recipe.Name))]),
        ["failed"] = new JsonArray([.. outcome.Failed.Select(failed => new JsonObject { ["directory"] = failed.Cell.Recipe.Name, ["message"] = failed.Failure.Message })]),
        ["left"] = new JsonArray([.. outcome.Left.Select(cell => JsonValue.Create(cell.Recipe.Name))]),
    };
}
