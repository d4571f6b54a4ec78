namespace Skeptic.Cli.Reports;

/// <summary>Runs that differ in their seeds alone: one line of a figure.</summary>
/// <param name="Panel">Data set and noise, as far as runs differ in them.</param>
/// <param name="Method">As the recipe has it.</param>
/// <param name="Apart">What else differs among runs of the method in the panel: <c>lambda 8</c>; empty where nothing does.</param>
internal sealed record RunGroup(string Panel, string Method, string Apart, IReadOnlyList<RunPlace> Runs)
{
    /// <summary><c>aux · lambda 8</c>.</summary>
    public string Line => Apart.Length > 0 ? $"{Method} · {Apart}" : Method;

    private static readonly string[] s_structural = ["dataset", "noise", "method.use", "seed"];

    /// <summary>In the order of the runs; those without a recipe are left out.</summary>
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<RunPlace> places)
    {
        var runs = places.Where(place => place.Record is not null).Select(place => (Place: place, Settings: SettingsOverview.Flatten(place.Record!.Recipe))).ToList();
        string Value(Dictionary<string, string> settings, string path) => settings.GetValueOrDefault(path, "");
        var panelled = new[] { "dataset", "noise" }.Where(path => runs.Select(run => Value(run.Settings, path)).Distinct().Count() > 1).ToList();
        var groups = new List<RunGroup>();
        foreach (var alike in runs.GroupBy(run => (Value(run.Settings, "dataset"), Value(run.Settings, "noise"), Value(run.Settings, "method.use"))))
        {
            // Whatever else differs among runs of one method in one panel tells its lines apart.
            var apart = alike.SelectMany(run => run.Settings.Keys).Distinct()
                .Where(path => !s_structural.Contains(path) && !path.StartsWith("seeds.", StringComparison.Ordinal) && alike.Select(run => Value(run.Settings, path)).Distinct().Count() > 1).ToList();
            var panel = string.Join(" · ", panelled.Select(path => Value(alike.First().Settings, path)));
            foreach (var line in alike.GroupBy(run => string.Join(" · ", apart.Select(path => $"{Short(path, alike.Key.Item3)} {Value(run.Settings, path)}"))))
                groups.Add(new RunGroup(panel, alike.Key.Item3, line.Key, [.. line.Select(run => run.Place)]));
        }
        return groups;
    }

    /// <summary>An option without its method where there is one method only.</summary>
    private static string Short(string path, string method) => new[] { $"method.{method}.", "method." }.FirstOrDefault(prefix => path.StartsWith(prefix, StringComparison.Ordinal)) is { } known ? path[known.Length..] : path;
}
