using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Parts;

internal sealed class LeNetEpochPart : IPart
{
    private const int Batch = 32;
    private const double Aim = 0.4;

    public string Name => "lenet-epoch";

    public string Summary => "an epoch of LeNet on MNIST's 54,000 samples at batch 32, one thread, beside Python's with its DataLoader; aim: training in at most 0.4 of its time";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        using var workplace = BenchmarkData.RequireMnist();
        var python = PythonFinder.Require(options.Python);
        using var ours = new EpochSide(BenchmarkData.Recipe(BenchmarkData.Mnist, "lenet", Batch, epochs: options.Epochs + 1), workplace);
        using var alone = new PythonProcess(python, "epoch.py", "--batch", $"{Batch}", "--workers", "0");
        using var helped = new PythonProcess(python, "epoch.py", "--batch", $"{Batch}", "--workers", "2");

        ours.Run();
        var (training, evaluation, whole, python0, python2, ratio) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Epochs; round++)
        {
            var epoch = ours.Run();
            training.Add(epoch.Training);
            evaluation.Add(epoch.Whole - epoch.Training);
            whole.Add(epoch.Whole);
            python0.Add(Seconds(alone, options));
            python2.Add(Seconds(helped, options));
            ratio.Add(epoch.Training / Math.Min(python0[^1], python2[^1]));
        }
        var table = new Table(Name, Summary, ["what", "median s", "min s", "max s", "aim", "met"])
        {
            Notes =
            [
                $"ours after one epoch that is not counted; Python on {options.PythonFraction:P0} of an epoch: the seconds to the first batch, plus those of the others times what is left of them",
                "whole epoch of ours: training, accuracy on 6,000 validation and 10,000 test samples, and the numbers of the 54,000 training samples",
                "Python: a Dataset that converts and normalises an image per item as ToTensor and Normalize do, shuffled, then the plain step; it evaluates and records nothing",
                "the ratio is of one round: our training to the better of both DataLoaders",
            ],
        };
        void Add(string what, List<double> values, double? aim = null)
        {
            var s = Spread.Of(values);
            table.Row(what, s.Median, s.Minimum, s.Maximum, aim, aim is null ? null : s.Median <= aim);
        }
        Add("ours, training", training);
        Add("ours, evaluation and the rest", evaluation);
        Add("ours, whole epoch", whole);
        Add("Python, num_workers 0", python0);
        Add("Python, num_workers 2", python2);
        Add("ratio, training", ratio, Aim);
        yield return table;
    }

    private static double Seconds(PythonProcess loop, BenchmarkOptions options) => (double)loop.Ask($"run {options.PythonFraction}")["seconds"]!;

    /// <summary>The product's Trainer, stopped between epochs.</summary>
    private sealed class EpochSide : IProgress<RunEvent>, IDisposable
    {
        private readonly Thread _thread;
        private readonly SemaphoreSlim _go = new(0), _done = new(0);
        private readonly CancellationTokenSource _cancel = new();
        private Exception? _failure;
        private EpochRecord? _record;
        private int _samples;

        internal EpochSide(Recipe recipe, Workplace workplace)
        {
            _thread = new Thread(() => Train(recipe, workplace)) { IsBackground = true };
            _thread.Start();
        }

        internal (double Training, double Whole) Run()
        {
            _record = null;
            _go.Release();
            _done.Wait();
            if (_record is not { } record) throw new InvalidOperationException($"the run ended early: {_failure?.Message}", _failure);
            return (_samples / record.SamplesPerSecond, record.Seconds);
        }

        void IProgress<RunEvent>.Report(RunEvent value)
        {
            if (value is RunStarted started) _samples = started.Facts.TrainingSamples;
            if (value is EpochDone done)
            {
                _record = done.Record;
                _done.Release();
            }
            if (value is RunStarted or EpochDone && !_cancel.IsCancellationRequested) _go.Wait();
        }

        public void Dispose()
        {
            _cancel.Cancel();
            _go.Release();
            _thread.Join();
            _cancel.Dispose();
            _go.Dispose();
            _done.Dispose();
        }

        private void Train(Recipe recipe, Workplace workplace)
        {
            try
            {
                Torch.Engine.Threads = 1;
                Trainer.Train(recipe, workplace, directory: null, this, _cancel.Token);
            }
            catch (Exception e)
            {
                _failure = e;
                _done.Release();
            }
        }
    }
}
