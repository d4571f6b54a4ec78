using Skeptic.Cli.Runs;
using Skeptic.Cli.Sweeps.Slurm;
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
        if (request.Slurm is { } slurm) return new SlurmSession(request, slurm, terminal).Run();
        // What is finished needs neither data nor engine.
        if (cells.All(cell => store.State(cell) == CellState.Finished)) return new SweepReport(request, terminal).Write(new SweepOutcome(cells, [], []), ExitCode.Ok);

        var device = DeviceChoice.Of(request.Device);
        var options = request.Options;
        if (request.ChoosesParallel && !device.Device.IsCpu)
        {
            var (parallel, reason) = DeviceParallel.Of(cells, Math.Max(1, Environment.ProcessorCount / options.Threads));
            options = options with { Parallel = parallel };
            Note($"runs: {reason}");
        }
        if (ExecutionArguments.Idle(request.Execution, device.Device) is { } idle) Note(idle);
        Note($"device: {device.Device} ({device.Reason}), {options.Parallel} at a time with {request.Options.Threads} {(request.Options.Threads == 1 ? "thread" : "threads")} each, libtorch {Engine.Describe()["libtorch"]}");
        using var workplace = new Workplace(DataFolders.Default(request.Data), device.Device) { Execution = request.Execution };
        var display = new SweepDisplay(terminal, cells, request.Quiet, TimeProvider.System);
        using var interruption = new Interruption(display.Tell);
        var outcome = Sweep.Of(store, cells, options, workplace, request.TensorBoard ? new TensorBoardFiles.OfSweep(request.Out, display) : display).Run(interruption.Token);
        display.End();
        return new SweepReport(request, terminal).Write(outcome, interruption.ExitCode);
    }

    private void Note(string text)
    {
        if (!request.Quiet) terminal.Note(text);
    }
}
