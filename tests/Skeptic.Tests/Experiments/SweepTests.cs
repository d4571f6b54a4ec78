using System.Collections.Concurrent;
using Skeptic.Data;
using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Tests.Experiments;

/// <summary>Cells are run once each, whoever sweeps, whatever dies, and what is missing is run when asked again.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _trained = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cells_are_run_once_and_only_if_they_are_missing(int parallel)
    {
        var cells = Cells(6);
        var first = Sweep(cells[..4], Succeed, new() { Parallel = parallel }).Run();
        Assert.Equal((4, 0, 0), Counts(first));
        var all = Sweep(cells, Succeed, new() { Parallel = parallel }).Run();
        Assert.Equal((6, 0, 0), Counts(all));
        Assert.Equal(Ids(cells), _trained.Order());
        Assert.All(cells, cell => Assert.Equal(CellState.Finished, Store().State(cell)));
        Assert.Equal(0.5, Store().Result(cells[0])!.Last.Accuracy);
    }

    [Fact]
    public void Cells_with_one_recipe_are_one_run()
    {
        var cell = Cells(1)[0];
        Assert.Equal((1, 0, 0), Counts(Sweep([cell, cell with { Labels = new Dictionary<string, string> { ["again"] = "x" } }], Succeed, new()).Run()));
        Assert.Single(_trained);
    }

    [Fact]
    public async Task Two_sweeps_of_one_directory_share_the_work()
    {
        var cells = Cells(12);
        RunOutcome Slowly(Cell cell, IProgress<RunEvent> news, CancellationToken cancel)
        {
            Thread.Sleep(30);
            return Succeed(cell, news, cancel);
        }
        var sweeps = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Sweep(cells, Slowly, new() { Parallel = 2, Poll = TimeSpan.FromMilliseconds(20) }).Run())));
        Assert.All(sweeps, outcome => Assert.Equal((12, 0, 0), Counts(outcome)));
        Assert.Equal(Ids(cells), _trained.Order());
    }

    [Fact]
    public void A_cell_that_somebody_has_is_waited_for_and_taken_over_when_he_is_dead()
    {
        var cell = Cells(1)[0];
        var beat = TimeSpan.FromMilliseconds(100);
        // A claim that nobody renews: its owner was killed.
        Directory.CreateDirectory(cell.Directory(_folder.Path));
        File.WriteAllText(Path.Combine(cell.Directory(_folder.Path), "claim.json"), """{"owner":"elsewhere:1:x"}""");
        var store = new CellStore(_folder.Path) { Beat = beat };
        Assert.Equal(CellState.Running, store.State(cell));
        Assert.Null(store.TryClaim(cell));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal((1, 0, 0), Counts(new Sweep(store, [cell], new() { Poll = TimeSpan.FromMilliseconds(20) }, Succeed, null).Run()));
        Assert.InRange(clock.Elapsed, beat, TimeSpan.FromSeconds(20));
        Assert.Empty(Directory.GetFiles(cell.Directory(_folder.Path), "c*"));
    }

    [Fact]
    public void A_claim_lives_as_long_as_its_owner()
    {
        var cell = Cells(1)[0];
        var store = new CellStore(_folder.Path) { Beat = TimeSpan.FromMilliseconds(500) };
        using (var claim = store.TryClaim(cell))
        {
            Assert.NotNull(claim);
            Thread.Sleep(3000);
            Assert.Null(store.TryClaim(cell));
            Assert.False(claim.IsLost);
            Assert.Equal(CellState.Running, store.State(cell));
        }
        Assert.Equal(CellState.Missing, store.State(cell));
        using var next = store.TryClaim(cell);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Of_many_who_find_a_dead_claim_one_gets_the_cell()
    {
        // The dead are a day old and a heart beats once a minute, so that nobody dies of a busy machine meanwhile.
        var store = new CellStore(_folder.Path) { Beat = TimeSpan.FromMinutes(1) };
        foreach (var cell in Cells(50))
        {
            var path = Path.Combine(Directory.CreateDirectory(cell.Directory(_folder.Path)).FullName, "claim.json");
            File.WriteAllText(path, """{"owner":"elsewhere:1:x"}""");
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddDays(-1));
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.TryClaim(cell))));
            Assert.Single(claims, claim => claim is not null);
            foreach (var claim in claims) claim?.Dispose();
            Assert.False(File.Exists(path));
        }
    }

    [Fact]
    public async Task A_cell_that_is_given_back_while_others_ask_is_one_workers_at_a_time()
    {
        var cell = Cells(1)[0];
        var store = new CellStore(_folder.Path) { Beat = TimeSpan.FromMinutes(1) };
        int holders = 0, most = 0, taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                using var claim = store.TryClaim(cell);
                if (claim is null) continue;
                Interlocked.Increment(ref taken);
                lock (store) most = Math.Max(most, ++holders);
                lock (store) holders--;
            }
        })));
        Assert.Equal(1, most);
        Assert.NotEqual(0, taken);
        Assert.Empty(Directory.GetFiles(cell.Directory(_folder.Path)));
    }

    [Fact]
    public void A_failed_cell_leaves_the_others_their_turn_and_is_tried_again_next_time()
    {
        var cells = Cells(4);
        RunOutcome FailSecond(Cell cell, IProgress<RunEvent> news, CancellationToken cancel) =>
            cell == cells[1] ? throw new RunException("it diverged") : cell == cells[2] ? throw new InvalidOperationException("a bug") : Succeed(cell, news, cancel);
        var outcome = Sweep(cells, FailSecond, new()).Run();
        Assert.Equal((2, 2, 0), Counts(outcome));
        Assert.Equal("it diverged", outcome.Failed[0].Failure.Message);
        Assert.StartsWith("InvalidOperationException: a bug\n   at ", outcome.Failed[1].Failure.Message);
        Assert.Equal(CellState.Failed, Store().State(cells[1]));
        Assert.Equal((4, 0, 0), Counts(Sweep(cells, Succeed, new()).Run()));
        Assert.Null(Store().ReadFailure(cells[1]));
    }

    [Fact]
    public void Fail_fast_starts_no_further_cell()
    {
        var cells = Cells(5);
        var outcome = Sweep(cells, (cell, news, cancel) => cell == cells[1] ? throw new RunException("no") : Succeed(cell, news, cancel), new() { FailFast = true }).Run();
        Assert.Equal((1, 1, 3), Counts(outcome));
    }

    [Fact]
    public void An_interrupted_sweep_says_what_is_left_and_gives_its_claims_back()
    {
        var cells = Cells(3);
        using var cancel = new CancellationTokenSource();
        var outcome = Sweep(cells, (cell, news, stop) =>
        {
            if (cell != cells[1]) return Succeed(cell, news, stop);
            cancel.Cancel();
            Assert.True(stop.IsCancellationRequested);
            return new RunOutcome(RunStatus.Interrupted, null, []);
        }, new()).Run(cancel.Token);
        Assert.Equal((1, 0, 2), Counts(outcome));
        Assert.All(cells, cell => Assert.NotEqual(CellState.Running, Store().State(cell)));
    }

    [Fact]
    public void Real_runs_side_by_side_leave_the_bits_that_they_leave_alone()
    {
        List<Cell> cells = [.. new[] { "ce", "sop", "co-teaching" }.Select(method => new Cell(new Dictionary<string, string> { ["method"] = method }, TinyRun.Recipe(method, "epochs=2")))];
        using var workplace = TinyRun.Workplace();
        var news = new ConcurrentBag<SweepEvent>();
        var outcome = Skeptic.Experiments.Sweep.Of(Store(), cells, new() { Parallel = 2 }, workplace, new Collect(news)).Run();
        Assert.Equal((3, 0, 0), Counts(outcome));
        foreach (var cell in cells)
        {
            var alone = TinyRun.Train(cell.Recipe, _folder["alone-" + cell.Recipe.Method]);
            Assert.Equal(alone.Samples, File.ReadAllText(Path.Combine(cell.Directory(_folder.Path), "samples.csv")));
            Assert.Equal(alone.Outcome.Result!.Last, Store().Result(cell)!.Last);
            Assert.Equal(2, Store().Epochs(cell).Count);
            Assert.Contains(news, item => item is CellProgress { Event: EpochDone } progress && progress.Cell == cell);
        }
        Assert.Equal(3, news.OfType<CellFinished>().Count(item => !item.Elsewhere));
    }

    private RunOutcome Succeed(Cell cell, IProgress<RunEvent> news, CancellationToken cancel)
    {
        _trained.Enqueue(cell.Recipe.Id);
        var result = new RunResult
        {
            Best = new(0.6, 1), Last = new(0.5, 2), GivenAccuracy = 0.5, LabelScores = [], RankedBy = "none", Seconds = 1, PeakMemory = 1,
        };
        AtomicFile.WriteAllText(Path.Combine(cell.Directory(_folder.Path), "result.json"), RunJson.Text(result));
        return new RunOutcome(RunStatus.Finished, result, []);
    }

    private static List<Cell> Cells(int count) =>
        [.. Enumerable.Range(1, count).Select(seed => new Cell(new Dictionary<string, string> { ["seed"] = $"{seed}" }, TinyRun.Recipe("ce", $"seed={seed}")))];

    private static (int, int, int) Counts(SweepOutcome outcome) => (outcome.Finished.Count, outcome.Failed.Count, outcome.Left.Count);

    private static IEnumerable<string> Ids(IEnumerable<Cell> cells) => cells.Select(cell => cell.Recipe.Id).Order();

    private CellStore Store() => new(_folder.Path);

    private Sweep Sweep(IReadOnlyList<Cell> cells, Func<Cell, IProgress<RunEvent>, CancellationToken, RunOutcome> train, SweepOptions options) => new(Store(), cells, options, train, null);

    private sealed class Collect(ConcurrentBag<SweepEvent> news) : IProgress<SweepEvent>
    {
        public void Report(SweepEvent value) => news.Add(value);
    }
}
