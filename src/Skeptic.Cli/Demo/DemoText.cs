using System.Globalization;
using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>The demo's result as people read it in a terminal.</summary>
internal static class DemoText
{
    private const int Width = 100;

    public static void Write(TextWriter output, DemoReport report, Dataset dataset, string page, IReadOnlyList<IReadOnlyList<string>> next)
    {
        WriteRuns(output, report);
        output.WriteLine();
        foreach (var line in report.Findings.SelectMany(finding => Wrap(finding, Width))) output.WriteLine(line);
        output.WriteLine();
        WriteSuspects(output, report, dataset);
        output.WriteLine();
        output.WriteLine($"the page with the curves and the pictures: {page}");
        output.WriteLine();
        output.WriteLine("to go on:");
        output.WriteColumns(next, "  ");
    }

    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        yield return line;
    }

    private static void WriteRuns(TextWriter output, DemoReport report) => output.WriteColumns(
    [
        ["", "test accuracy", "", "wrong labels", "", ""],
        ["method", "last", "best (epoch)", "memorised", "AUROC", "time"],
        .. report.Runs.Select(run => (IReadOnlyList<string>)
        [
            run.Method, Amounts.Percent(run.Result.Last.Accuracy), $"{Amounts.Percent(run.Result.Best.Accuracy)} {Brackets(run.Result.Best.Epoch)}",
            Amounts.Percent(run.Result.Memorised), run.Auroc is { } auroc ? Amounts.Score(auroc) : "-", Amounts.Seconds(run.Result.Seconds),
        ]),
    ], "", 1, 2, 3, 4, 5);

    private static void WriteSuspects(TextWriter output, DemoReport report, Dataset dataset)
    {
        var (finder, suspects) = (report.Finder, report.Suspects);
        output.WriteLine($"The {suspects.Count} labels that {finder.Method} doubts most; {finder.Hits(suspects.Count)} are wrong (x), as we know because we made them so:");
        output.WriteLine();
        var half = (suspects.Count + 1) / 2;
        IReadOnlyList<string> head = ["sample", "given", "suggested", "true", ""];
        output.WriteColumns(
        [
            suspects.Count > half ? [.. head, "  ", .. head] : head,
            .. Enumerable.Range(0, half).Select(i => (IReadOnlyList<string>)
                [.. Cells(suspects[i], dataset), .. i + half < suspects.Count ? ["  ", .. Cells(suspects[i + half], dataset)] : Array.Empty<string>()]),
        ], "  ", 0, 6);
        output.WriteLine();
        var counted = Math.Min(DemoReport.Counted, finder.Samples.Count);
        output.WriteLine($"Of its first {counted}, {finder.Hits(counted)} are wrong, where chance finds {report.NoiseRate * counted:F0}"
            + (finder.Auroc is { } auroc ? $"; AUROC {Amounts.Score(auroc)} (0.5 is chance, 1 perfect)." : "."));
        foreach (var line in Wrap($"{finder.Method} was chosen by its accuracy on the held-out noisy labels ({Amounts.Percent(DemoReport.Validation(finder))}), not by the test set.", Width))
            output.WriteLine(line);
    }

    private static IReadOnlyList<string> Cells(SampleRow row, Dataset dataset) =>
    [
        row.Id.ToString(CultureInfo.InvariantCulture), dataset.ClassNames[row.GivenLabel], dataset.ClassNames[row.SuggestedLabel],
        row.TrueLabel is { } truth ? dataset.ClassNames[truth] : "-", row.TrueLabel != row.GivenLabel ? "x" : "",
    ];

    private static string Brackets(int epoch) => $"({epoch})".PadLeft(4);
}
