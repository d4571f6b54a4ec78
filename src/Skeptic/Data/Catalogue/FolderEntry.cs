using System.Globalization;
using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>
/// Images of the user's own: <c>folder:PATH</c> or <c>folder:SIDE:PATH</c>, a sub-folder for every class, below <c>train</c> and
/// <c>test</c> or, without these, below the folder itself; every tenth image of a class, drawn once and for all, is then held out as test.
/// </summary>
/// <param name="text">The whole name; just <c>folder</c> in the catalogue.</param>
internal sealed class FolderEntry(string text = FolderEntry.Kind) : DatasetEntry
{
    public const string Kind = "folder";
    private const int DefaultSide = 224;
    private const int HeldOut = 10;

    private static readonly string[] s_testNames = ["test", "val"];

    public override string Name => text;

    public override string Summary => "images of your own, a sub-folder for each class: folder:PATH, or folder:SIDE:PATH in pixels";

    public override string Shape => "as many as there are, colour, 224 x 224 unless a SIDE is given";

    public override bool IsDrawn => false;

    public static bool IsOne(string name) => name.StartsWith(Kind + ":", StringComparison.Ordinal);

    public override Dataset Load(DataFolders folders)
    {
        var (side, path) = Parse();
        var root = Locate(path, folders);
        var size = new PictureSize(side, side);
        var train = Path.Combine(root, "train");
        var test = s_testNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        if (Directory.Exists(train) && test is null)
            throw new DataException($"'{root}' has a folder 'train' but neither 'test' nor 'val'; add one, or put the classes into '{root}' itself.");
        var names = ClassesIn(test is not null && Directory.Exists(train) ? train : root);
        var (first, second) = test is not null && Directory.Exists(train)
            ? (FilesOf(train, names, mayLack: false), FilesOf(test, names, mayLack: true))
            : HoldOut(FilesOf(root, names, mayLack: false));
        return new(text, Part(first, size), Part(second, size), names, Normalisation.ImageNet, root);
    }

    private (int Side, string Path) Parse()
    {
        var rest = text.Length > Kind.Length ? text[(Kind.Length + 1)..] : "";
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var hasSide = int.TryParse(colon < 0 ? "" : rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var side);
        var path = hasSide ? rest[(colon + 1)..] : rest;
        if (path.Length == 0 || (hasSide && side is < 8 or > 1024))
            throw new DataException($"The data set '{text}' needs the folder that holds it; write folder:PATH or folder:SIDE:PATH with a SIDE of 8 to 1024 pixels.");
        return (hasSide ? side : DefaultSide, path);
    }

    private static string Locate(string path, DataFolders folders)
    {
        string[] places = [Path.GetFullPath(path), .. folders.Roots.Select(root => Path.Combine(root, path))];
        return places.FirstOrDefault(Directory.Exists)
            ?? throw new DataException($"There is no folder '{path}' with images. Looked for {string.Join(", ", places.Distinct())}.");
    }

    private static string[] ClassesIn(string folder)
    {
        var names = Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.').Order(StringComparer.Ordinal).ToArray();
        return names.Length >= 2 ? names : throw new DataException(
            $"'{folder}' has {names.Length} sub-folders; at least two are needed, one for every class of images.");
    }

    private static (string File, int Label)[] FilesOf(string folder, string[] names, bool mayLack)
    {
        var unknown = Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).FirstOrDefault(name => name[0] != '.' && !names.Contains(name));
        if (unknown is not null)
            throw new DataException($"'{folder}' has a class '{unknown}', which the training images lack.");
        return [.. names.SelectMany((name, label) => Images(Path.Combine(folder, name), mayLack).Select(file => (file, label)))];
    }

    private static string[] Images(string folder, bool mayLack)
    {
        var files = !Directory.Exists(folder) ? [] : Directory.GetFiles(folder)
            .Where(file => PictureFile.Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 || mayLack ? files : throw new DataException(
            $"'{folder}' holds no images; put some there ({string.Join(", ", PictureFile.Extensions)}) or remove the folder.");
    }

    private static ((string File, int Label)[] Train, (string File, int Label)[] Test) HoldOut((string File, int Label)[] files)
    {
        var order = RandomStream.Derive(0, Purposes.Split).Permutation(files.Length);
        var isTest = new bool[files.Length];
        foreach (var own in order.GroupBy(i => files[i].Label))
            foreach (var i in own.Take(own.Count() / HeldOut))
                isTest[i] = true;
        if (!isTest.Contains(true))
            throw new DataException($"No class has the {HeldOut} images of which one could be held out as test; add images, or folders 'train' and 'test'.");
        return ([.. files.Where((_, i) => !isTest[i])], [.. files.Where((_, i) => isTest[i])]);
    }

    private static LabelledData Part((string File, int Label)[] files, PictureSize size)
        => new(new PictureArray(Array.ConvertAll(files, file => file.File), size), Array.ConvertAll(files, file => file.Label));
}
