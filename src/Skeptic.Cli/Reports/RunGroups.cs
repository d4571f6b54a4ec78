namespace Skeptic.Cli.Reports;

/// <summary>Runs that differ in their seeds alone: one line of a figure.</summary>
/// <param name="Panel">Data set and noise, as far as runs differ in them.</param>
/// <param name="Line">Method, and what else differs within the panel: <c>aux · aux.lambda 8</c>.</param>
internal sealed record RunGroup(string Panel, string Line, IReadOnlyList<RunPlace> Runs)
{
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
            foreach (var line in alike.GroupBy(run => string.Join(" · ", apart.Select(path => $"{Short(path)} {Value(run.Settings, path)}"))))
                groups.Add(new RunGroup(panel, line.Key.Length > 0 ? $"{alike.Key.Item3} · {line.Key}" : alike.Key.Item3, [.. line.Select(run => run.Place)]));
        }
        return groups;
    }

    private static string Short(string path) => path.StartsWith("method.", StringComparison.Ordinal) ? path["method.".Length..] : path;
}
