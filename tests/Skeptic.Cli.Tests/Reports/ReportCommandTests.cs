using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reports;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_folder_a_folder_without_a_run_and_no_folder_at_all_are_told_apart_from_runs()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Directory.CreateDirectory(_folder["other", "deeper"]);
        File.WriteAllText(_folder["other", "deeper", "notes.txt"], "no run");
        foreach (var name in new[] { "empty", "other" })
            Refused(["report", _folder[name]], $"{_folder[name]} holds no run, that is no folder with a run.json; name a run directory, or the folder of runs that skeptic sweep --out filled");
        Refused(["report", _folder["none"]], $"there is no folder {_folder["none"]}; name a run directory, or the folder of runs that skeptic sweep --out filled");
    }

    [Fact]
    public void An_experiment_without_a_run_in_the_folder_is_told()
    {
        MadeUpRun.Write(_folder["runs"], seed: 1);
        var file = _folder.Write("own.yaml", "settings: {dataset: glyphs, epochs: 2}\ngrid: {method: [sop], seed: [1]}\n");
        Refused(["report", _folder["runs"], "--experiment", file], $"{_folder["runs"]} holds no run of {file}; name the --out and the --set that the sweep had");
        var one = Directory.GetDirectories(_folder["runs"]).Single();
        Refused(["report", one, "--experiment", file], $"{one} is one run; with --experiment, name the folder of runs that skeptic sweep --out filled");
        Refused(["report", _folder["runs"], "--set", "epochs=2"], "--set changes the cells of an experiment, and none is named; add --experiment FILE");
    }

    [Fact]
    public void The_page_is_written_where_it_is_asked_for_and_nothing_else_is()
    {
        MadeUpRun.Write(_folder["runs"], seed: 1);
        var ended = Here.Run("report", _folder["runs"], "--to", _folder["pages", "deep", "page.html"]);
        Assert.Equal((ExitCode.Ok, $"{_folder["pages", "deep", "page.html"]}\n", ""), (ended.Code, ended.Output, ended.Error));
        Assert.Equal([_folder["pages", "deep", "page.html"]], Directory.GetFiles(_folder["pages"], "*", SearchOption.AllDirectories));
        Refused(["report", _folder["runs"], "--to", _folder["pages"]], $"--to is the folder {_folder["pages"]}; name a file, such as {_folder["pages", "report.html"]}");
    }

    [Fact]
    public void A_damaged_run_fails_with_its_file_and_leaves_no_page()
    {
        var run = MadeUpRun.Write(_folder["runs"], seed: 1);
        File.WriteAllText(Path.Combine(run, "result.json"), "{\"best\": ");
        var ended = Here.Run("report", _folder["runs"], "--to", _folder["page.html"]);
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Contains($"{Path.Combine(run, "result.json")} cannot be read", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["page.html"]));
    }

    [Fact]
    public void The_page_names_the_commands_that_make_it_again()
    {
        var run = MadeUpRun.Write(_folder["runs"], seed: 1);
        Here.Run("report", _folder["runs"], "--to", _folder["page.html"]);
        var page = File.ReadAllText(_folder["page.html"]);
        Assert.Contains($"<code>skeptic train --config {run}/run.json --out {run}</code>", page, StringComparison.Ordinal);
        Assert.Contains($"<code>skeptic report {_folder["runs"]} --to {_folder["page.html"]}</code>", page, StringComparison.Ordinal);
        // The newest result is the run's, whatever day it is.
        Assert.Contains("<span>newest result</span> 2026-03-04 05:06 UTC", page, StringComparison.Ordinal);

        var file = _folder.Write("own.yaml", "settings: {dataset: glyphs, epochs: 9}\ngrid: {method: [ce], seed: [1]}\n");
        Here.Run("report", _folder["runs"], "--experiment", file, "--set", "epochs=2", "--set", "noise=pair:0.4", "--to", _folder["page.html"]);
        Assert.Contains($"<code>skeptic sweep {file} --out {_folder["runs"]} --set epochs=2 --set noise=pair:0.4</code>", File.ReadAllText(_folder["page.html"]), StringComparison.Ordinal);
    }

    private void Refused(string[] arguments, string told)
    {
        var ended = Here.Run(arguments.Contains("--to") ? arguments : [.. arguments, "--to", _folder["page.html"]]);
        Assert.Equal((ExitCode.Usage, $"skeptic: {told}\n"), (ended.Code, ended.Error));
        Assert.False(File.Exists(_folder["page.html"]));
    }
}
