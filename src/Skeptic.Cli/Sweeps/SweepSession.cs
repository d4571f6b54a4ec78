using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Data;
using Skeptic.Experiments;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Sweeps;

/// <summary>One call of <c>skeptic sweep</c>, from the files to the exit code.</summary>
internal sealed class SweepSession(SweepRequest request, Terminal terminal)
{
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(5);

    public int Run()
    {
        var store = new CellStore(request.Out);
        var cells = request.Cells;
        if (request.DryRun)
        {
            Engine.Threads = request.Options.Threads;
            new DryRun(request, store, recipe => CostProbe.Measure(recipe, DeviceChoice.Of(request.Device).Device, s_probe)).Write(terminal);
            return ExitCode.Ok;
        }
        // What is finished needs neither data nor engine.
        if (cells.All(cell => store.State(cell) == CellState.Finished)) return Finish(new SweepOutcome(cells, [], []), ExitCode.Ok);

        var device = DeviceChoice.Of(request.Device);
        Note($"device: {device.Device} ({device.Reason}), {request.Options.Parallel} at a time with {request.Options.Threads} {(request.Options.Threads == 1 ? "thread" : "threads")} each, libtorch {Engine.Describe()["libtorch"]}");
        using var workplace = new Workplace(DataFolders.Default(request.Data), device.Device);
        var display = new SweepDisplay(terminal, cells, request.Quiet, TimeProvider.System);
        using var interruption = new Interruption(display.Tell);
        var outcome = Sweep.Of(store, cells, request.Options, workplace, request.TensorBoard ? new TensorBoardFiles.OfSweep(request.Out, display) : display).Run(interruption.Token);
        display.End();
        return Finish(outcome, interruption.ExitCode);
    }

    private int Finish(SweepOutcome outcome, int signal)
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
        return signal != ExitCode.Ok ? signal : outcome.Failed.Count > 0 ? ExitCode.Failure : ExitCode.Ok;
    }

    private static JsonObject Json(SweepOutcome outcome) => new()
    {
        ["finished"] = new JsonArray([.. outcome.Finished.Select(cell => JsonValue.Create(cell.Recipe.Name))]),
        ["failed"] = new JsonArray([.. outcome.Failed.Select(failed => new JsonObject { ["directory"] = failed.Cell.Recipe.Name, ["message"] = failed.Failure.Message })]),
        ["left"] = new JsonArray([.. outcome.Left.Select(cell => JsonValue.Create(cell.Recipe.Name))]),
    };

    private void Note(string text)
    {
        if (!request.Quiet) terminal.Note(text);
    }
}
