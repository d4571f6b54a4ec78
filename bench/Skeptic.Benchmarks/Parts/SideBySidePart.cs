using System.Diagnostics;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Parts;

internal sealed class SideBySidePart : IPart
{
    private const double AimSeconds = 5;

    public string Name => "side-by-side";

    public string Summary => "two LeNet runs on MNIST at once, one thread each: seconds per epoch and run; aim: 5 s";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        using var workplace = BenchmarkData.RequireMnist();
        var table = new Table(Name, Summary, ["runs at once", "epochs", "wall s", "s per epoch and run", "aim s", "met"])
        {
            Notes = ["whole runs as users start them: built, trained, evaluated after every epoch, logged and checkpointed to a directory, scored; MNIST was read before, once for both"],
        };
        foreach (var runs in (int[])[1, 2])
        {
            var seconds = Wall(workplace, runs, options.Epochs);
            var each = seconds / (options.Epochs * runs);
            double? aim = runs == 2 ? AimSeconds : null;
            table.Row(runs, options.Epochs, seconds, each, aim, aim is null ? null : each <= aim);
        }
        yield return table;
    }

    private static double Wall(Workplace workplace, int runs, int epochs)
    {
        var folder = Directory.CreateTempSubdirectory("skeptic-benchmark-");
        try
        {
            var wall = Stopwatch.StartNew();
            var failures = new Exception?[runs];
            Thread[] threads = [.. Enumerable.Range(0, runs).Select(i => new Thread(() => failures[i] = Train(workplace, Path.Combine(folder.FullName, $"{i}"), i, epochs)))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            if (failures.FirstOrDefault(failure => failure is not null) is { } first) throw new InvalidOperationException($"a run failed: {first.Message}", first);
            return wall.Elapsed.TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Exception? Train(Workplace workplace, string path, int number, int epochs)
    {
        try
        {
            Engine.Threads = 1;
            var recipe = BenchmarkData.Recipe(BenchmarkData.Mnist, "lenet", 32, epochs, seed: (ulong)number + 1);
            using var directory = RunDirectory.Open(path, recipe);
            Trainer.Train(recipe, workplace, directory);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
