using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>One run of an experiment.</summary>
/// <param name="Labels">Where it stands in the grid: a label for every axis.</param>
/// <param name="Recipe">What is trained. Its name, which ends with the hash of its content, is that of the run directory.</param>
public sealed record Cell(IReadOnlyDictionary<string, string> Labels, Recipe Recipe)
{
    /// <summary>The run directory under <paramref name="root"/>: equal recipes have one, whatever experiment names them.</summary>
    public string Directory(string root) => Path.Combine(root, Recipe.Name);

    /// <summary><c>pair · 0.4 · cdr+aux · 1</c>.</summary>
    public string Title => string.Join(" · ", Labels.Values);
}
