using Skeptic.Benchmarks;
using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Parts;
using Skeptic.Benchmarks.Reporting;

// The memory and audit parts start this program again, so that the peak they read is that of one run alone.
if (args is [MemoryPart.ChildCommand, var childMethod]) return MemoryPart.RunChild(childMethod);
if (args is [AuditPart.ChildCommand, var probabilities, var labels]) return AuditPart.RunChild(probabilities, labels);

BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
if (options.Help)
{
    Console.WriteLine(BenchmarkOptions.Usage);
    return 0;
}

var report = new Report(MachineFacts.Read(options));
report.PrintFacts();
foreach (var part in PartList.All.Where(part => options.Parts.Count == 0 || options.Parts.Contains(part.Name)))
{
    try
    {
        foreach (var table in part.Measure(options)) report.Add(table);
    }
    catch (SkippedException e)
    {
        report.Add(new Table(part.Name, part.Summary, []) { Skipped = e.Message });
    }
}
report.Write(options.Out);
Console.WriteLine($"written to {Path.Combine(options.Out, Report.JsonName)} and {Report.MarkdownName}");
return 0;
