using Skeptic.Benchmarks.Reporting;

namespace Skeptic.Benchmarks.Parts;

internal sealed class LeNetStepPart : IPart
{
    private static readonly PythonStyle[] s_styles = [new("Python, plain"), new("Python, tuned", "--tuned")];

    public string Name => "lenet-step";

    public string Summary => "a LeNet training step, ours beside Python's, one thread; aim: at most 0.8 of the plain step";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        var (workplace, dataset) = BenchmarkData.MnistOrRandom();
        using (workplace)
        {
            var table = new Table(Name, Summary, StepTable.Columns)
            {
                Notes = [.. StepTable.Notes, $"data: {dataset}", "tuned: gradients set to None instead of zero, SGD in its foreach form"],
            };
            foreach (var batch in (int[])[32, 128]) StepTable.Add(table, options, workplace, dataset, "lenet", batch, threads: 1, s_styles, aim: 0.8);
            yield return table;
        }
    }
}
