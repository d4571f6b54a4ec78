using System.Text.Json.Nodes;
using Skeptic.Cli.Configuration;
using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps;

/// <summary>Experiments as files: YAML in a tree of folders, where a folder stands for all that is in it.</summary>
internal static class ExperimentFiles
{
    /// <param name="paths">Files, or folders of files.</param>
    /// <param name="over">Settings that win over the files'.</param>
    /// <exception cref="UsageException">There is no such file, or none in such a folder.</exception>
    /// <exception cref="ExperimentException">A file says something that cannot be meant.</exception>
    public static IReadOnlyList<Experiment> Read(IReadOnlyList<string> paths, JsonObject over)
    {
        var experiments = paths.SelectMany(Files).Distinct().Select(file => Experiment.From(Path.ChangeExtension(file, null).Replace('\\', '/'), ConfigFile.Read(file, lists: true), over)).ToList();
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
        catch (Exception e) when (e is UsageException or Settings.SettingsException or Noise.NoiseException or Training.CompositionException)
        {
            throw new ExperimentException($"{experiment.Name}: {cell.Title}: {e.Message}", e);
        }
    }
}
