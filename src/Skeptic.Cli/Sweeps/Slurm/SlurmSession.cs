using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps.Slurm;

/// <summary>A sweep whose cells a Slurm cluster runs: submits those that nobody has, and stays until they are done where that is asked for.</summary>
internal sealed class SlurmSession(SweepRequest request, SlurmOptions options, Terminal terminal)
{
    private static readonly string[] s_environment = ["SKEPTIC_DATA", "XDG_CACHE_HOME", "DOTNET_ROOT"];
    private readonly string _root = Path.GetFullPath(request.Out);

    public int Run()
    {
        var store = new CellStore(_root);
        var states = request.Cells.Select(cell => (Cell: cell, State: store.State(cell))).ToList();
        List<Cell> missing = [.. states.Where(one => one.State is not (CellState.Finished or CellState.Running)).Select(one => one.Cell)];
        var running = states.Count(one => one.State == CellState.Running);
        if (missing.Count + running == 0) return new SweepReport(request, terminal).Write(new SweepOutcome(request.Cells, [], []), ExitCode.Ok);

        var display = new SweepDisplay(terminal, request.Cells, request.Quiet, TimeProvider.System);
        // Before the job is there: what it comes to must not pass for what was there before.
        var watch = options.Wait ? new CellWatch(store, request.Cells, display) : null;
        var cluster = new SlurmCluster();
        var (job, number) = missing.Count > 0 ? Submit(cluster, missing) : (null, null);
        if (watch is null) return Tell(job, number, running);

        if (job is not null) display.Tell($"job {number}: {Amounts.Of(missing.Count, "cell")} in {Amounts.Of(job.Packs.Count, "task")}, its output in {job.Folder}");
        using var interruption = new Interruption(_ => display.Tell(number is null ? "no longer waiting" : $"no longer waiting; job {number} goes on, `scancel {number}` stops it"));
        new SlurmWait(watch, () => number is not null && cluster.IsLive(number)).Run(interruption.Token);
        display.End();
        if (interruption.ExitCode != ExitCode.Ok) return interruption.ExitCode;
        if (!watch.IsOver && job is not null) terminal.Note($"job {number} has ended before all of its cells; what its tasks said is in {job.Folder}");
        return new SweepReport(request, terminal).Write(watch.Outcome, ExitCode.Ok);
    }

    private (SlurmJob Job, string Number) Submit(SlurmCluster cluster, IReadOnlyList<Cell> cells)
    {
        var job = new SlurmJob
        {
            Name = "skeptic-" + string.Concat(Path.GetFileName(request.Name).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')),
            Folder = Path.Combine(_root, "slurm", $"{TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..4]}"),
            Packs = [.. cells.Chunk(options.CellsPerTask)],
            Options = options,
            Processors = request.Options.Parallel * request.Options.Threads,
            WorkingDirectory = Environment.CurrentDirectory,
            Environment = [.. s_environment.Select(name => (name, Environment.GetEnvironmentVariable(name) ?? "")).Where(variable => variable.Item2.Length > 0)],
            Program = terminal.Command,
            Arguments = Arguments(),
        };
        string answer;
        try
        {
            job.Write();
            answer = cluster.Submit(job);
        }
        catch
        {
            job.Remove(_root);
            throw;
        }
        return (job, SlurmCluster.Number(answer) ?? throw new CommandException(
            $"sbatch took the job and said '{answer}', where its number was expected; `squeue --me` shows whether it is there, and its files are in {job.Folder}"));
    }

    private IReadOnlyList<string> Arguments()
    {
        List<string> arguments = ["--out", _root, "--parallel", $"{request.Options.Parallel}", "--threads", $"{request.Options.Threads}", "--device", request.Device];
        if (request.Data is { } data) arguments.AddRange(["--data", Path.GetFullPath(data)]);
        if (request.Options.FailFast) arguments.Add("--fail-fast");
        if (request.TensorBoard) arguments.Add("--tensorboard");
        arguments.AddRange(ExecutionArguments.Words(request.Execution));
        return arguments;
    }

    private int Tell(SlurmJob? job, string? number, int running)
    {
        var (cells, tasks) = (job?.Packs.Sum(pack => pack.Count) ?? 0, job?.Packs.Count ?? 0);
        if (request.Json) terminal.Output.WriteJson(new JsonObject { ["job"] = number, ["cells"] = cells, ["tasks"] = tasks, ["running"] = running, ["folder"] = job?.Folder });
        else
        {
            if (job is not null) terminal.Output.WriteLine($"submitted job {number}: {Amounts.Of(cells, "cell")} in {Amounts.Of(tasks, "task")}, lists and output in {job.Folder}");
            if (running > 0) terminal.Output.WriteLine($"{Amounts.Of(running, "cell")} {(running == 1 ? "is" : "are")} being run already");
        }
        if (request.Quiet) return ExitCode.Ok;
        terminal.Note("to see how far it is:");
        if (number is not null) terminal.Note($"  squeue --jobs={number}");
        terminal.Note($"  {request.LookCommand}");
        return ExitCode.Ok;
    }
}
