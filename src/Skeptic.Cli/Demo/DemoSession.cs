using Skeptic.Cli.Page;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Data;

namespace Skeptic.Cli.Demo;

/// <summary>One call of <c>skeptic demo</c>, from the plan to the exit code.</summary>
internal sealed class DemoSession(DemoOptions options, IReadOnlyList<DemoPart> parts, IDemoRunner runner, IDemoDisplay display, Terminal terminal, TimeProvider time)
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancel)
    {
        var epochs = new int[parts.Count];
        var finished = new FinishedRun?[parts.Count];
        var jobs = parts.Select((part, i) => (Action<CancellationToken>)(stop =>
        {
            var (done, run) = runner.Run(part, display.For(part), stop);
            epochs[i] = done.Count;
            if (run is not null) display.Ended(finished[i] = run);
        }));
        var training = RunQueue.Run([.. jobs], options.Threads, cancel);
        display.Follow(training);
        training.GetAwaiter().GetResult();
        return finished.All(run => run is not null) ? Finish([.. finished.OfType<FinishedRun>()]) : Interrupted(epochs);
    }

    private int Finish(IReadOnlyList<FinishedRun> runs)
    {
        var report = new DemoReport(runs);
        var dataset = runner.Dataset(report.Baseline.Part.Recipe.Dataset);
        var page = Path.Combine(options.Out, "demo.html");
        AtomicFile.WriteAllText(page, PageDocument.Render(DemoPage.Of(report, dataset, options.Command, time.GetLocalNow())));
        if (options.Json) terminal.Output.WriteJson(DemoJson.Finished(report, page));
        else DemoText.Write(terminal.Output, report, dataset, page, Next(report));
        if (!options.Quiet && Stored(runs) is { } note) terminal.Note(note);
        return ExitCode.Ok;
    }

    private int Interrupted(int[] epochs)
    {
        if (options.Json) terminal.Output.WriteJson(DemoJson.Interrupted([.. parts.Zip(epochs)], options.Command));
        terminal.Note($"interrupted and saved ({string.Join(", ", parts.Zip(epochs, (part, done) => $"{part.Method} {done} of {part.Recipe.Epochs} epochs"))}); to go on:");
        terminal.Note($"  {options.Command}");
        return ExitCode.Interrupted;
    }

    private string? Stored(IReadOnlyList<FinishedRun> runs)
    {
        string[] there = [.. runs.Where(run => run.WasThere).Select(run => run.Method)];
        if (there.Length == 0) return null;
        var which = there.Length == runs.Count ? "all runs were finished before, so nothing was trained and only the page was made again" : $"{string.Join(" and ", there)} {(there.Length == 1 ? "was" : "were")} finished before and not trained again";
        return $"{which}; another --seed or --out, or removing {options.Out}, trains afresh";
    }

    /// <summary>Commands to try, each with what it does.</summary>
    private IReadOnlyList<IReadOnlyList<string>> Next(DemoReport report)
    {
        var (recipe, method) = (report.Finder.Part.Recipe, report.Finder.Method);
        return
        [
            [ShellWords.Join(terminal.Program, "demo", "--seed", $"{recipe.Seed + 1}"), "the same with other draws of everything"],
            [ShellWords.Join(terminal.Program, "demo", "--noise", "pair:0.4"), "wrong labels that are all of one kind a class, which is harder"],
            [ShellWords.Join(terminal.Program, "methods"), "all methods"],
            [ShellWords.Join(terminal.Program, "download", "mnist"), "real digits, then:"],
            [ShellWords.Join(terminal.Program, "train", "--dataset", "mnist", "--noise", recipe.Noise, "--method", method), ""],
        ];
    }
}
