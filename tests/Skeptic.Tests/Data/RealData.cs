using Skeptic.Data;

namespace Skeptic.Tests;

/// <summary>
/// The real data sets on this machine: in SKEPTIC_DATA, else in 'shared/data' beside the repository, else in the user's cache.
/// </summary>
internal static class RealData
{
    public static DataFolders Folders { get; } = Locate();

    /// <summary>Why a test of this data set cannot run here; null when it can.</summary>
    public static string? Missing(string dataSet) => Folders.TryFind(DatasetCatalogue.Find(dataSet).Files!) is null
        ? $"The data set '{dataSet}' is not on this machine; set {DataFolders.EnvironmentVariable} to its folder."
        : null;

    private static DataFolders Locate()
    {
        var standard = DataFolders.Default();
        var beside = RepositoryRoot() is { } root ? Path.Combine(root, "..", "shared", "data") : null;
        var environment = Environment.GetEnvironmentVariable(DataFolders.EnvironmentVariable);
        return new(null, string.Join(Path.PathSeparator, new[] { environment, beside }.Where(folder => !string.IsNullOrEmpty(folder))), standard.Cache);
    }

    private static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Skeptic.slnx")))
                return folder.FullName;
        return null;
    }
}

/// <summary>A test that needs MNIST; skipped, with the reason, where it is not at hand.</summary>
internal sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute() => Skip = RealData.Missing("mnist")!;
}

internal sealed class MnistTheoryAttribute : TheoryAttribute
{
    public MnistTheoryAttribute() => Skip = RealData.Missing("mnist")!;
}

/// <summary>A test that needs CIFAR-10; skipped, with the reason, where it is not at hand.</summary>
internal sealed class Cifar10FactAttribute : FactAttribute
{
    public Cifar10FactAttribute() => Skip = RealData.Missing("cifar10")!;
}
