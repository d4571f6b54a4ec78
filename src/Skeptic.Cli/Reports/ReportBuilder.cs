using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Sweeps;
using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>Puts a report together from what run directories hold.</summary>
internal static class ReportBuilder
{
    /// <exception cref="UsageException">There is no run to report on.</exception>
    public static ReportModel Build(ReportRequest request)
    {
        if (request.Experiments.Count > 0) return OfExperiments(request);
        var runs = RunPlace.ReadAll(request.Folder);
        return runs is [{ Record: not null } only] && Training.RunRecord.IsRun(request.Folder) ? OfOne(request, only) : OfFolder(request, runs);
    }

    private static ReportModel OfExperiments(ReportRequest request)
    {
        if (!Directory.Exists(request.Folder)) throw new UsageException($"there is no folder {request.Folder}; name the folder of runs that skeptic sweep --out filled");
        if (Training.RunRecord.IsRun(request.Folder)) throw new UsageException($"{request.Folder} is one run; with --experiment, name the folder of runs that skeptic sweep --out filled");
        var store = new CellStore(request.Folder);
        var cells = request.Experiments.SelectMany(experiment => experiment.Cells).DistinctBy(cell => cell.Recipe.Id).ToList();
        var runs = cells.Select(cell => RunPlace.Read(cell.Recipe.Name, cell.Directory(request.Folder))).ToList();
        if (runs.All(run => run.State == CellState.Missing))
            throw new UsageException($"{request.Folder} holds no run of {string.Join(", ", request.Paths)}; name the --out and the --set that the sweep had");
        return With(request, runs) with
        {
            Title = request.Experiments is [var one] ? one.Title : $"{request.Experiments.Count} experiments",
            Experiments = [.. request.Experiments.Select(experiment =>
            {
                var table = ResultTable.Of(experiment, store, ExperimentFiles.Root(experiment));
                return new ReportExperiment(experiment, table, RowComparison.Of(table), Experiments.Plots.Of(experiment, store));
            })],
            // An experiment that asks for no figure still has curves.
            Curves = request.Experiments.All(experiment => Experiments.Plots.Of(experiment, store).Count == 0) ? RunCurves.Of(RunGroup.Of(runs)) : [],
            Commands =
            [
                .. request.Paths.SelectMany(path => new[] { "sweep", "table" }.Select(verb => ShellWords.Join([request.Program, verb, path, "--out", request.Folder, .. request.Assignments.SelectMany(one => new[] { "--set", one })]))),
                request.Command,
            ],
        };
    }

    private static ReportModel OfFolder(ReportRequest request, IReadOnlyList<RunPlace> runs) => With(request, runs) with
    {
        Title = $"{runs.Count} runs in {Path.GetFileName(Path.GetFullPath(request.Folder))}",
        Curves = RunCurves.Of(RunGroup.Of(runs)),
    };

    private static ReportModel OfOne(ReportRequest request, RunPlace run) => With(request, [run]) with
    {
        Title = $"{run.Setting("method.use")} on {run.Setting("dataset")}, noise {run.Setting("noise")}, seed {run.Setting("seed")}",
        IsOfOneRun = true,
        Curves = [.. RunCurves.Of(run), .. SuspectCurves.Of(run.Record!) is { } suspects ? [suspects] : Array.Empty<Plot>()],
    };

    /// <summary>What every report has.</summary>
    private static ReportModel With(ReportRequest request, IReadOnlyList<RunPlace> runs)
    {
        var recipes = runs.Where(run => run.Record is not null).Select(run => run.Record!.Recipe).ToList();
        return new ReportModel
        {
            Title = "",
            Runs = runs,
            Facts = [.. Facts(runs)],
            Settings = SettingsOverview.Of(recipes),
            Machines = SettingsOverview.Of([.. runs.Where(run => run.Record is not null).Select(run => Machine(run.Record!.Document))]),
            Commands = [.. runs.Where(run => run.Record is not null).Select(run => Train(request, run)), request.Command],
        };
    }

    private static IEnumerable<PageFact> Facts(IReadOnlyList<RunPlace> runs)
    {
        var counts = runs.CountBy(run => run.State).ToDictionary();
        if (runs.Count > 1) yield return new("runs", $"{counts.GetValueOrDefault(CellState.Finished)} of {runs.Count} finished");
        foreach (var state in new[] { CellState.Running, CellState.Begun, CellState.Failed, CellState.Missing })
            if (counts.TryGetValue(state, out var count)) yield return new(RunsSection.Word(state), runs.Count > 1 ? $"{count}" : "this run");
        foreach (var (name, path) in new[] { ("data", "dataset"), ("noise", "noise"), ("method", "method.use"), ("network", "model"), ("epochs", "epochs") })
        {
            List<string> values = [.. runs.Where(run => run.Record is not null).Select(run => run.Setting(path)).Distinct()];
            if (values.Count == 1) yield return new(name, values[0]);
        }
        var seconds = runs.Sum(run => run.Record?.Result?.Seconds ?? 0);
        if (seconds > 0) yield return new("time of training", Rendering.Amounts.Seconds(seconds));
        if (runs.Max(run => run.Record?.Ended) is { } newest) yield return new("newest result", newest.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'"));
    }

    private static JsonObject Machine(JsonObject document) => new() { ["machine"] = document["machine"]?.DeepClone(), ["versions"] = document["versions"]?.DeepClone(), ["data"] = document["data"]?.DeepClone() };

    /// <summary>A run's own document is a file of settings that makes it again.</summary>
    private static string Train(ReportRequest request, RunPlace run) =>
        ShellWords.Join(request.Program, "train", "--config", Path.Combine(run.Record!.Path, "run.json"), "--out", run.Record.Path);
}
