using Skeptic.Text;

namespace Skeptic.Data;

/// <summary>
/// Every data set that has a name. A new one is a file of its own and a line here; help and documentation derive from this list.
/// </summary>
public static class DatasetCatalogue
{
    public static IReadOnlyList<DatasetEntry> All { get; } =
    [
        new GlyphsEntry(),
        MnistEntry.Digits,
        MnistEntry.Fashion,
        new Cifar10Entry(),
        new Cifar100Entry(),
        new WebVisionEntry(isTestedOnIlsvrc: false),
        new WebVisionEntry(isTestedOnIlsvrc: true),
        new FolderEntry(),
    ];

    /// <exception cref="DataException">There is no data set of that name; the message suggests the nearest one.</exception>
    public static DatasetEntry Find(string name)
        => FolderEntry.IsOne(name) ? new FolderEntry(name) : OwnData.IsPath(name) ? new OwnDataEntry(name) : All.FirstOrDefault(entry => entry.Name == name)
            ?? throw new DataException($"There is no data set called '{name}'.{Nearest.Hint(name, All.Select(entry => entry.Name))} "
                + $"Known: {string.Join(", ", All.Select(entry => entry.Name))}.");

    /// <exception cref="DataException">Unknown name, or its files are not found or damaged.</exception>
    public static Dataset Load(string name, DataFolders folders) => Find(name).Load(folders);
}
