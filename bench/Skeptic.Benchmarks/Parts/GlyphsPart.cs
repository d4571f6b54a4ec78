using System.Diagnostics;
using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Data;

namespace Skeptic.Benchmarks.Parts;

internal sealed class GlyphsPart : IPart
{
    public string Name => "glyphs";

    public string Summary => "time to draw the data set that the program makes itself";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        var times = new List<double>();
        var samples = 0;
        for (var i = 0; i < Math.Max(3, options.Epochs); i++)
        {
            var watch = Stopwatch.StartNew();
            var glyphs = DatasetCatalogue.Load("glyphs", DataFolders.Default());
            times.Add(watch.Elapsed.TotalSeconds);
            samples = glyphs.Train.Count + glyphs.Test.Count;
        }
        var s = Spread.Of(times);
        var table = new Table(Name, Summary, ["images", "first s", "median s", "min s", "max s", "us an image"]) { Notes = ["first: before the compiler has warmed up, as a user meets it"] };
        table.Row(samples, times[0], s.Median, s.Minimum, s.Maximum, s.Median / samples * 1e6);
        yield return table;
    }
}
