using System.Text;
using Microsoft.Extensions.Logging;
using Skeptic.Corrections;
using SkepticExamples;
using Skeptic.Prediction;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class ExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Probabilities_are_audited()
    {
        var issues = AuditProbabilities.Run(new[,] { { 0.9, 0.1 }, { 0.8, 0.2 }, { 0.95, 0.05 }, { 0.1, 0.9 }, { 0.2, 0.8 } }, [0, 0, 1, 1, 1], ["cat", "dog"], _folder["audit"], CancellationToken.None);
        Assert.Equal([(2, "dog", "cat")], issues);
        Assert.Equal(6, File.ReadAllLines(_folder["audit/issues.csv"]).Length);
    }

    [Fact]
    public async Task A_run_is_trained_logged_and_loaded()
    {
        var (log, events) = (new Lines(), new Events());
        var run = await TrainRobustly.Run(_folder["run"], log, events, CancellationToken.None);
        Assert.Equal(450, run.Samples.Count);
        Assert.Equal(2, run.Epochs.Count);
        Assert.Equal(run.Result.Last.Accuracy, run.Epochs[^1].Test);
        Assert.Contains("Training on 450 samples of 10 classes on cpu", log.Written);
        Assert.Contains(log.Written, line => line.StartsWith("Epoch 2: loss ", StringComparison.Ordinal));
        Assert.Contains("lenet tells 10 classes apart", log.Written);
        Assert.Equal(2, events.Seen.OfType<EpochDone>().Count());
        Assert.True(events.Seen[0] is RunStarted);
    }

    [Fact]
    public async Task A_cancelled_run_is_saved_and_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainRobustly.Run(_folder["run"], new Lines(), new Events(seen => { if (seen is EpochDone) stop.Cancel(); }), stop.Token));
        Assert.Contains("saved in", cancelled.Message);
        var events = new Events();
        var run = await TrainRobustly.Run(_folder["run"], new Lines(), events, CancellationToken.None);
        Assert.Equal((1, 0), ((RunStarted)events.Seen[0]).ResumedAt);
        Assert.Equal(2, run.Epochs.Count);
    }

    [Fact]
    public void Labels_are_corrected_and_taken_back()
    {
        _folder.Write("list.csv", Encoding.UTF8.GetBytes("path,label,split\na.png,cat,train\nb.png,dog,test\n"));
        var corrected = CorrectLabels.Run(_folder["list.csv"], [new Correction("0", "cat", "dog")], _folder["patch.csv"], _folder["new.csv"], CancellationToken.None);
        Assert.Equal("path,label,split\na.png,dog,train\nb.png,dog,test\n", File.ReadAllText(corrected));
        Assert.Equal(File.ReadAllText(_folder["list.csv"]), File.ReadAllText(CorrectLabels.TakeBack(corrected, _folder["patch.csv"], _folder["old.csv"], CancellationToken.None)));
    }

    private sealed class Events(Action<RunEvent>? then = null) : IProgress<RunEvent>
    {
        public List<RunEvent> Seen { get; } = [];

        public void Report(RunEvent value)
        {
            Seen.Add(value);
            then?.Invoke(value);
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable BeginScope<TState>(TState state) => new MemoryStream();

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
    }
}
