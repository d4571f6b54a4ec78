using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Torch.Graphs;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>
/// Steps that are repeated by a graph give the bits of steps that are taken one by one. A tape of operators stands for a CUDA graph: like it,
/// it repeats the work without a line of the methods' own code.
/// </summary>
public sealed class StepGraphTests
{
    /// <summary>Methods whose steps do not all ask for the same work, with what the run says.</summary>
    private static readonly Dictionary<string, string> s_oneByOne = new()
    {
        ["nl"] = "number of the step",
        ["nlnl"] = "number of the step",
        ["divide-mix"] = "samples beside its own",
        ["elr-plus"] = "number of the step",
        ["co-teaching-plus"] = "number of the step",
    };

    public static TheoryData<string> Methods => LiveTensorTests.Methods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_run_by_graphs_has_the_bits_of_a_run_step_by_step(string method)
    {
        var recipe = TinyRun.Recipe(method, "augment=crop:1,flip");
        var (plain, byGraph) = (Train(recipe, graphs: false), Train(recipe, graphs: true));
        Assert.Equal(0, plain.Replays);
        Assert.Empty(plain.Notes);
        Assert.Equal(plain.State, byGraph.State);
        Assert.Equal(plain.Epochs, byGraph.Epochs);
        if (s_oneByOne.TryGetValue(method, out var reason)) Assert.Contains(byGraph.Notes, note => note.Contains(reason, StringComparison.Ordinal));
        else
        {
            Assert.Empty(byGraph.Notes);
            Assert.True(byGraph.Replays >= 8, $"{byGraph.Replays} steps were repeated");
        }
    }

    [Theory]
    [InlineData("optimiser.name=adam", "changes from step to step")]
    [InlineData("model=cnn9", "random numbers")]
    public void A_step_that_changes_is_taken_by_itself_and_the_run_says_why_once(string setting, string reason)
    {
        using var workplace = Workplace(Large(), new() { GraphMaker = () => throw new InvalidOperationException("nobody asks for a graph") });
        using var run = new Run(TinyRun.Recipe("ce", "epochs=2", "width=0.02", setting), workplace);
        var news = new News();
        Trainer.Continue(run, null, news);
        var note = Assert.Single(news.Notes);
        Assert.StartsWith("steps run without CUDA graph: ", note, StringComparison.Ordinal);
        Assert.Contains(reason, note, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_run_says_is_in_its_log()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRun.Recipe("ce", "epochs=1", "optimiser.name=adam");
        using (var workplace = Workplace(TinyData.Images(), new() { GraphMaker = () => new TapeGraph() }))
        using (var directory = RunDirectory.Open(folder["run"], recipe)) Trainer.Train(recipe, workplace, directory);
        var line = Assert.Single(RunLog.Lines(Path.Combine(folder["run"], "events.jsonl")), line => (string?)line["event"] == "note");
        Assert.Contains("steps run without CUDA graph", (string?)line["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("momentum", "optimiser.momentum=0.9", "optimiser.nesterov=true", "clipNorm=1")]
    [InlineData("no momentum", "optimiser.momentum=0")]
    [InlineData("bfloat16", "precision=bf16")]
    public void Every_form_of_SGD_is_repeated(string what, params string[] settings)
    {
        var recipe = TinyRun.Recipe("sop+cdr", settings);
        var (plain, byGraph) = (Train(recipe, graphs: false), Train(recipe, graphs: true));
        Assert.True(byGraph.Replays > 8, what);
        Assert.Equal(plain.State, byGraph.State);
    }

    [Fact]
    public void Data_in_host_memory_are_trained_on_step_by_step()
    {
        using var workplace = Workplace(TinyData.Images(), new() { Data = DataPlace.Host, GraphMaker = () => new TapeGraph() });
        using var run = new Run(TinyRun.Recipe("ce", "epochs=1"), workplace);
        var news = new News();
        Trainer.Continue(run, null, news);
        Assert.Contains("host memory", Assert.Single(news.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_processor_without_a_stand_in_takes_steps_one_by_one_and_says_nothing()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("ce", "epochs=1"), workplace);
        var news = new News();
        Trainer.Continue(run, null, news);
        Assert.Empty(news.Notes);
        Assert.Null(run.Facts(null).Execution!.Graphs);
    }

    private sealed record Outcome(IReadOnlyDictionary<string, string> State, IReadOnlyList<EpochRecord> Epochs, int Replays, IReadOnlyList<string> Notes);

    private static Outcome Train(Recipe recipe, bool graphs)
    {
        var replays = 0;
        using var workplace = Workplace(TinyData.Images(), new() { Graphs = graphs, GraphMaker = graphs ? () => new Counting(() => replays++) : null });
        using var run = new Run(recipe, workplace);
        var news = new News();
        var outcome = Trainer.Continue(run, null, news);
        return new(TinyRun.Hashes(run), [.. outcome.Epochs.Select(epoch => epoch with { Seconds = 0, SamplesPerSecond = 0 })], replays, news.Notes);
    }

    private static Workplace Workplace(Dataset data, Execution execution)
    {
        var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu) { Execution = execution };
        workplace.Add(data);
        return workplace;
    }

    /// <summary>Images as large as every network takes.</summary>
    private static Dataset Large()
    {
        LabelledData Part(int count) => new(new ImageArray([.. Enumerable.Range(0, count * 28 * 28).Select(i => (byte)(i * 31))], count, 1, 28, 28), [.. Enumerable.Range(0, count).Select(i => i % 3)]);
        return new(TinyData.Name, Part(96), Part(12), ["a", "b", "c"], new Normalisation([0.5], [0.5]), "drawn by a test");
    }

    private sealed class Counting(Action replayed) : IDeviceGraph
    {
        private readonly TapeGraph _graph = new();

        public void Capture(Action body) => _graph.Capture(body);

        public void Replay()
        {
            replayed();
            _graph.Replay();
        }

        public void Dispose() => _graph.Dispose();
    }

    private sealed class News : IProgress<RunEvent>
    {
        internal List<string> Notes { get; } = [];

        public void Report(RunEvent value)
        {
            if (value is RunNote note) Notes.Add(note.Text);
        }
    }
}
