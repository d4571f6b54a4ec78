using Skeptic.Cli.Rendering;
using Skeptic.Cli.Sweeps.Slurm;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Experiments;

namespace Skeptic.Cli.Tests.Sweeps;

/// <summary>Waiting for cells that others run, by run directories that the tests make up.</summary>
public sealed class SlurmWaitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CellStore _store;
    private readonly Cell[] _cells = [.. new ulong[] { 1, 2, 3 }.Select(seed => new Cell(new Dictionary<string, string> { ["seed"] = $"{seed}" }, MadeUp.Recipe with { Seed = seed }))];
    private readonly List<string> _news = [];

    public SlurmWaitTests() => _store = new CellStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_becomes_of_cells_is_told_as_it_happens()
    {
        Put(0, "result.json", Json.Tree(MadeUp.Result).ToJsonString());
        Put(1, "failure.json", """{"message": "of yesterday", "time": "2020-01-01T00:00:00+00:00"}""");
        var watch = Watch();
        watch.Look();
        Assert.Equal(["1 was there"], _news);

        Put(1, "claim.json", """{"owner": "a node"}""");
        Put(1, "events.jsonl", "{\"event\":\"start\"}\n" + string.Concat(Enumerable.Range(1, 3).Select(n => Epoch(n) + "\n")));
        watch.Look();
        Assert.Equal(["1 was there", "2 begins", "2 at 75 %"], _news);
        Assert.True(watch.AnyRuns);
        watch.Look();
        Assert.Equal(3, _news.Count);

        File.Delete(In(1, "claim.json"));
        watch.Look();
        Assert.Equal("2 stops", _news[^1]);
        Assert.False(watch.AnyRuns || watch.IsOver);

        Put(1, "result.json", Json.Tree(MadeUp.Result).ToJsonString());
        Put(2, "failure.json", """{"message": "diverged", "time": "2020-01-02T00:00:00+00:00"}""");
        watch.Look();
        Assert.Equal(["2 is finished", "3 failed: diverged"], _news[^2..]);
        Assert.True(watch.IsOver);
        Assert.Equal((2, "diverged", 0), (watch.Outcome.Finished.Count, watch.Outcome.Failed.Single().Failure.Message, watch.Outcome.Left.Count));
    }

    [Fact]
    public void A_job_that_is_gone_ends_the_wait_once_its_files_had_time_to_come()
    {
        var watch = Watch();
        var asked = 0;
        Wait(watch, () => asked++ < 2).Run(CancellationToken.None);
        Assert.Equal(3, asked);
        Assert.Equal(3, watch.Outcome.Left.Count);
    }

    [Fact]
    public async Task A_cell_that_somebody_else_runs_keeps_it_waiting()
    {
        Put(0, "claim.json", """{"owner": "a node"}""");
        var watch = Watch();
        var wait = Task.Run(() => Wait(watch, () => false).Run(CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => wait.WaitAsync(TimeSpan.FromMilliseconds(400)));
        for (var i = 0; i < 3; i++) Put(i, "result.json", Json.Tree(MadeUp.Result).ToJsonString());
        await wait.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(3, watch.Outcome.Finished.Count);
    }

    [Fact]
    public void An_interruption_ends_it_at_once()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var watch = Watch();
        new SlurmWait(watch, () => true).Run(cancel.Token);
        Assert.Equal(3, watch.Outcome.Left.Count);
    }

    private CellWatch Watch() => new(_store, _cells, new Listener(this));

    private static SlurmWait Wait(CellWatch watch, Func<bool> isLive) =>
        new(watch, isLive) { Look = TimeSpan.FromMilliseconds(5), Ask = TimeSpan.FromMilliseconds(20), Grace = TimeSpan.FromMilliseconds(50) };

    private static string Epoch(int number)
    {
        var line = Json.Tree(MadeUp.Epoch(number)).AsObject();
        line.Insert(0, "event", "epoch");
        return line.ToJsonString();
    }

    private string In(int cell, string file) => Path.Combine(_cells[cell].Directory(_folder.Path), file);

    private void Put(int cell, string file, string text)
    {
        Directory.CreateDirectory(_cells[cell].Directory(_folder.Path));
        // Whole or not at all, as runs write.
        File.WriteAllText(In(cell, file + ".new"), text);
        File.Move(In(cell, file + ".new"), In(cell, file), overwrite: true);
    }

    private sealed class Listener(SlurmWaitTests tests) : IProgress<SweepEvent>
    {
        public void Report(SweepEvent value) => tests._news.Add($"{value.Cell.Title} " + value switch
        {
            CellFinished { Elsewhere: true } => "was there",
            CellFinished => "is finished",
            CellFailed failed => $"failed: {failed.Failure.Message}",
            CellStarted => "begins",
            CellStopped => "stops",
            CellProgress { Event: Training.RunProgress progress } => $"at {progress.Fraction * 100} %",
            _ => "?",
        });
    }
}
