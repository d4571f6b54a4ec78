using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reports;

/// <summary>A small sweep on made-up digits, of whose grid a third is not run: three cells are missing, one has failed.</summary>
public sealed class SweptRuns : IDisposable
{
    public const string Title = "two </script><b>methods</b> & 'noises'";
    public const string Failure = "the disk said </script> & was full";
    private const string Yaml = """
        title: "two </script><b>methods</b> & 'noises'"
        source: nobody, table 0
        settings: {dataset: glyphs, samples: 400, epochs: 3}
        grid:
          method: [ce, sop]
          noise: ["pair:0.4", "symmetric:0.4"]
          seed: [1, 2]
        table: {rows: method, columns: noise, reference: numbers.csv}
        figures:
          - {kind: curves, y: [test, given], by: method, panels: noise}
          - {kind: axis, x: noise, y: best, by: method}
        """;
    private readonly TemporaryFolder _folder = new();

    public SweptRuns()
    {
        File.WriteAllText(_folder["numbers.csv"], "noise,method,value\npair:0.4,ce,95.50\nsymmetric:0.4,ce,90.25\n");
        var swept = Here.Run("sweep", _folder.Write("swept.yaml", Yaml), "--out", Runs, "--quiet");
        if (swept.Code != ExitCode.Ok) throw new InvalidOperationException(swept.Error);
        _folder.Write("own.yaml", Yaml.Replace("[1, 2]", "[1, 2, 3]", StringComparison.Ordinal));
        var failed = Skeptic.Training.Recipe.From(new JsonObject { ["dataset"] = "glyphs", ["samples"] = "400", ["epochs"] = "3", ["noise"] = "pair:0.4", ["method"] = new JsonObject { ["use"] = "ce" }, ["seed"] = "3" });
        Directory.CreateDirectory(Path.Combine(Runs, failed.Name));
        File.WriteAllText(Path.Combine(Runs, failed.Name, "failure.json"), new JsonObject { ["message"] = Failure, ["time"] = "2026-01-01T00:00:00Z" }.ToJsonString());
    }

    public string Runs => _folder["runs"];

    public string Experiment => _folder["own.yaml"];

    public string One => Directory.GetDirectories(Runs, "glyphs-pair-0.4-sop-lenet-s2-*").Single();

    /// <summary>Writes a page and returns its path.</summary>
    internal string Report(params string[] arguments)
    {
        var file = _folder[$"{Guid.NewGuid():N}.html"];
        var ended = Here.Run(["report", .. arguments, "--to", file]);
        Assert.Equal((ExitCode.Ok, $"{file}\n", ""), (ended.Code, ended.Output, ended.Error));
        return file;
    }

    public void Dispose() => _folder.Dispose();
}
