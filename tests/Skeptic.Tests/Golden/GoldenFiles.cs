using System.Text.Json;

namespace Skeptic.Tests;

/// <summary>
/// All golden files: those beside the tests and, where the environment variable SKEPTIC_GOLDEN names a folder, those in it. Files are known
/// by their keys, whatever their names, and may hold only some of the sections or cases of their format.
/// </summary>
internal static class GoldenFiles
{
    internal const string EnvironmentVariable = "SKEPTIC_GOLDEN";

    private static readonly Lazy<IReadOnlyList<GoldenCase>> s_all = new(ReadAll);
    private static readonly string s_shipped = Path.Combine(AppContext.BaseDirectory, "Golden");

    internal static IReadOnlyList<GoldenCase> All => s_all.Value;

    /// <summary>The cases that come with the tests.</summary>
    internal static IEnumerable<GoldenCase> Shipped => All.Where(one => !one.File.StartsWith(EnvironmentVariable, StringComparison.Ordinal));

    internal static GoldenCase Find(GoldenId golden) => All.Single(one => one.File == golden.File && one.Id == golden.Id);

    internal static IReadOnlyList<GoldenCase> Read(string file, string shownAs)
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        var cases = GoldenFormats.Cases(root).Select(found => new GoldenCase(shownAs, found.Id, found.Json, found.Parent, root)).ToList();
        var twice = cases.GroupBy(one => one.Id).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? cases : throw new InvalidDataException($"{file} has two cases '{twice.Key}'");
    }

    private static IReadOnlyList<GoldenCase> ReadAll()
    {
        var all = new List<GoldenCase>();
        foreach (var file in Directory.GetFiles(s_shipped, "*.json").Order()) all.AddRange(Read(file, Path.GetFileName(file)));
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is not { Length: > 0 } folder) return all;
        foreach (var file in Directory.GetFiles(folder, "*.json").Order())
            all.AddRange(Read(file, $"{EnvironmentVariable}/{Path.GetFileName(file)}"));
        return all;
    }
}
