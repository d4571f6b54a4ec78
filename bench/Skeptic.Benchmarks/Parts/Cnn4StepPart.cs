using Skeptic.Benchmarks.Reporting;

namespace Skeptic.Benchmarks.Parts;

internal sealed class Cnn4StepPart : IPart
{
    private static readonly PythonStyle[] s_styles = [new("Python, contiguous"), new("Python, channels last", "--channels-last")];

    public string Name => "cnn4-step";

    public string Summary => "a CNN-4 training step at batch 128, ours beside Python's in both memory formats";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        var (workplace, dataset) = BenchmarkData.MnistOrRandom();
        using (workplace)
        {
            var table = new Table(Name, Summary, StepTable.Columns) { Notes = [.. StepTable.Notes, $"data: {dataset}"] };
            foreach (var threads in (int[])[1, 2])
                StepTable.Add(table, options, workplace, dataset, "cnn4", 128, threads, s_styles, aim: null);
            yield return table;
        }
    }
}
