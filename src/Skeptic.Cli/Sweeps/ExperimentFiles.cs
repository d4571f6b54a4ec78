using System.Text.Json.Nodes;
using Skeptic.Cli.Configuration;
using Skeptic.Experiments;
using Skeptic.Settings;

namespace Skeptic.Cli.Sweeps;

/// <summary>Experiments as files: YAML in a tree of folders, where a folder stands for all that is in it.</summary>
internal static class ExperimentFiles
{
    /// <param name="paths">Files, or folders of files.</param>
    /// <param name="set">Settings that win over the files', each <c>PATH=VALUE</c>.</param>
    /// <param name="only">The part of the grid that is meant, each <c>AXIS=VALUE</c>; several of one axis are all meant.</param>
    /// <exception cref="UsageException">There is no such file, or none in such a folder.</exception>
    /// <exception cref="ExperimentException">A file says something that cannot be meant.</exception>
    public static IReadOnlyList<Experiment> Read(IReadOnlyList<string>? paths, IReadOnlyList<string>? set, IReadOnlyList<string>? only)
    {
        var over = new JsonObject();
        foreach (var assignment in set ?? []) SettingsTree.Assign(over, assignment);
        var part = (only ?? []).Select(text => text.Split('=', 2) is [{ Length: > 0 } axis, var value] ? (axis, value) : throw new UsageException($"--only is '{text}'; write an axis of the grid and a value, such as noise=pair")).ToLookup(pair => pair.axis, pair => pair.value);
        var experiments = (paths ?? []).SelectMany(Files).Distinct().Select(file => Experiment.From(Path.ChangeExtension(file, null).Replace('\\', '/'), ConfigFile.Read(file, lists: true), over, part)).ToList();
        foreach (var experiment in experiments)
            foreach (var cell in experiment.Cells) Check(experiment, cell);
        return experiments;
    }

    /// <summary>What an experiment's own paths are relative to: the folder named experiments that it lies in or, without one, its own.</summary>
    public static string Root(Experiment experiment)
    {
        var own = Path.GetDirectoryName(Path.GetFullPath(experiment.Name))!;
        for (var folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.GetFileName(folder) == "experiments") return folder;
        return own;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path)) return [path];
        if (File.Exists(path + ".yaml")) return [path + ".yaml"];
        if (!Directory.Exists(path)) throw new UsageException($"there is no experiment {path}; name a YAML file, or a folder of such files");
        var found = Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new UsageException($"{path} holds no experiment, no file that ends with .yaml");
    }

    /// <summary>A mistake in the last cell is told before the first one is trained.</summary>
    private static void Check(Experiment experiment, Cell cell)
    {
        try
        {
            RecipeCheck.Check(cell.Recipe);
        }
        catch (Exception e) when (e is UsageException or SettingsException or Noise.NoiseException or Training.CompositionException)
        {
            throw new ExperimentException($"{experiment.Name}: {cell.Title}: {e.Message}", e);
        }
    }
}
