using System.Text.Json.Nodes;
using Skeptic.Cli.Demo;

namespace Skeptic.Cli.Tests.Demo;

public sealed class DemoSessionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("skeptic-demo-").FullName;
    private readonly StringWriter _output = new(), _error = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_demo_prints_its_table_and_suspects_and_writes_the_page()
    {
        Assert.Equal(ExitCode.Ok, Run(part => MadeUpRuns.Of(part, last: part.Method == "ce" ? 0.67 : 0.95, hits: 97)));
        var text = _output.ToString();
        Assert.All(MadeUpRuns.Parts(), part => Assert.Contains($"\n{part.Method} ", text, StringComparison.Ordinal));
        Assert.Contains("20 are wrong (x)", text, StringComparison.Ordinal);
        Assert.Contains("Of its first 100, 97 are wrong, where chance finds 40; AUROC 0.900", text, StringComparison.Ordinal);
        Assert.Contains("classifies 67.00 %", text, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_directory, "demo.html"), text, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(Path.Combine(_directory, "demo.html")), StringComparison.Ordinal);
        Assert.Equal(["demo.html"], Directory.GetFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public void Lines_of_the_result_fit_a_terminal()
    {
        Run(part => MadeUpRuns.Of(part));
        Assert.All(_output.ToString().Split('\n').Where(line => !line.Contains(_directory, StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 130));
    }

    [Fact]
    public void Json_is_the_only_thing_on_stdout()
    {
        Assert.Equal(ExitCode.Ok, Run(part => MadeUpRuns.Of(part, hits: 97), json: true));
        var tree = JsonNode.Parse(_output.ToString())!;
        Assert.Equal("finished", (string?)tree["status"]);
        Assert.Equal(3, tree["runs"]!.AsArray().Count);
        Assert.Equal(20, tree["suspects"]!["first"]!.AsArray().Count);
        Assert.Equal((100, 97), ((int)tree["suspects"]!["hits"]![1]!["first"]!, (int)tree["suspects"]!["hits"]![1]!["wrong"]!));
        Assert.Equal(0.9, (double)tree["runs"]![0]!["result"]!["last"]!["accuracy"]!);
        Assert.True(File.Exists((string?)tree["page"]));
    }

    [Fact]
    public void An_interrupted_demo_says_how_to_go_on_and_writes_no_page()
    {
        Assert.Equal(ExitCode.Interrupted, Run(part => part.Method == "ce" ? MadeUpRuns.Of(part) : null));
        Assert.Contains("ce 4 of 4 epochs", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 4 epochs", _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("  skeptic demo\n", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public void An_interrupted_demo_says_so_in_json_too()
    {
        Run(_ => null, json: true);
        var tree = JsonNode.Parse(_output.ToString())!;
        Assert.Equal(("interrupted", "skeptic demo"), ((string?)tree["status"], (string?)tree["resume"]));
        Assert.All(tree["runs"]!.AsArray(), run => Assert.Equal((1, 4), ((int)run!["epochsDone"]!, (int)run["epochs"]!)));
    }

    [Fact]
    public void A_demo_that_was_finished_before_says_that_nothing_was_trained()
    {
        Assert.Equal(ExitCode.Ok, Run(part => MadeUpRuns.Of(part, wasThere: true)));
        Assert.Contains("all runs were finished before, so nothing was trained", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("ce: was finished before", _error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_directory, "demo.html")));
    }

    [Fact]
    public void A_demo_that_was_half_finished_says_which_runs_were()
    {
        Run(part => MadeUpRuns.Of(part, wasThere: part.Method == "ce"));
        Assert.Contains("ce was finished before and not trained again", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_trained_from_the_start_says_no_such_thing()
    {
        Run(part => MadeUpRuns.Of(part));
        Assert.DoesNotContain("before", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_run_fails_the_demo() =>
        Assert.Equal("broken", Assert.Throws<InvalidDataException>(() => Run(_ => throw new InvalidDataException("broken"))).Message);

    private int Run(Func<DemoPart, FinishedRun?> make, bool json = false)
    {
        var options = MadeUpRuns.Options(_directory) with { Json = json };
        var terminal = new Terminal(_output, _error);
        var clock = new SetClock();
        return new DemoSession(options, DemoPlan.Parts(options), new FakeRunner(make), new PlainDemoDisplay(terminal, clock), terminal, clock).Run(default);
    }
}
