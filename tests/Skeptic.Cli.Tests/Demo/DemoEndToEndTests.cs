using Skeptic.Cli.Demo;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Demo;

/// <summary>The demo with the real engine, as small as it gets.</summary>
public sealed class DemoEndToEndTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("skeptic-demo-").FullName;
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_stopped_demo_goes_on_where_it_was_and_a_finished_one_is_only_shown_again()
    {
        var options = new DemoOptions { Out = _directory, Command = "skeptic demo", Epochs = "2", Samples = "300", Threads = 2 };
        var parts = DemoPlan.Parts(options);

        using var stop = new CancellationTokenSource();
        Assert.Equal(ExitCode.Interrupted, Run(options, parts, stop.Token, onEpoch: stop.Cancel));
        Assert.False(File.Exists(Path.Combine(_directory, "demo.html")));
        var begun = parts.Count(part => Directory.Exists(part.Directory));
        Assert.InRange(begun, 1, 2);

        Assert.Equal(ExitCode.Ok, Run(options, parts, default));
        Assert.Contains("goes on after 1 of 2 epochs", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("<h1>", File.ReadAllText(Path.Combine(_directory, "demo.html")), StringComparison.Ordinal);
        var results = parts.Select(part => File.ReadAllText(Path.Combine(part.Directory, "result.json"))).ToArray();

        Assert.Equal(ExitCode.Ok, Run(options, parts, default));
        Assert.Contains("nothing was trained", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(results, parts.Select(part => File.ReadAllText(Path.Combine(part.Directory, "result.json"))));
    }

    private int Run(DemoOptions options, IReadOnlyList<DemoPart> parts, CancellationToken cancel, Action? onEpoch = null)
    {
        var terminal = new Terminal(TextWriter.Null, _error);
        using var workplace = new Workplace(DataFolders.Default(), Device.Cpu);
        var display = new Watched(new PlainDemoDisplay(terminal, TimeProvider.System), onEpoch);
        return new DemoSession(options, parts, new DemoRunner(workplace), display, terminal, TimeProvider.System).Run(cancel);
    }

    private sealed class Watched(IDemoDisplay inner, Action? onEpoch) : IDemoDisplay
    {
        public IProgress<RunEvent> For(DemoPart part) => new Lane(inner.For(part), onEpoch);

        public void Ended(FinishedRun run) => inner.Ended(run);

        public void Follow(Task training) => inner.Follow(training);

        public void Tell(string text) => inner.Tell(text);

        private sealed class Lane(IProgress<RunEvent> inner, Action? onEpoch) : IProgress<RunEvent>
        {
            public void Report(RunEvent value)
            {
                inner.Report(value);
                if (value is EpochDone) onEpoch?.Invoke();
            }
        }
    }
}
