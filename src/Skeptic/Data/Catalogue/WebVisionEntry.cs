using System.Globalization;

namespace Skeptic.Data;

/// <summary>
/// WebVision 1.0 (Li et al., 2017), the images found by Google, the first 50 classes: photographs with the labels that the web gave them.
/// Its own validation images are the test set, or those of ILSVRC-2012, whose classes are the same.
/// </summary>
internal sealed class WebVisionEntry(bool isTestedOnIlsvrc) : DatasetEntry
{
    private const int Classes = 50;
    private const string ValidationImages = "val_images_256";

    // The shorter side 256, the middle 224: what published evaluations do.
    private static readonly PictureSize s_size = new(256, 224);
    private static readonly string[] s_ilsvrcFolders = ["ILSVRC2012/val", "imagenet/val", "ilsvrc2012/val", "ILSVRC2012_img_val"];

    public override string Name => isTestedOnIlsvrc ? "webvision-mini-ilsvrc" : "webvision-mini";

    public override string Summary => isTestedOnIlsvrc
        ? "photographs of 50 things, labels from the web; tested on ILSVRC-2012's validation images"
        : "photographs of 50 things, labels from the web (WebVision 1.0); tested on its validation images";

    public override string Shape => "about 66,000 + 2,500 colour images of 224 x 224, 50 classes";

    public override DatasetExtent Extent { get; } = new(65_944, 2_500, [3, 224, 224], 50);

    public override DataFiles Files => new()
    {
        DataSet = Name,
        FolderNames = ["webvision", "WebVision", "webvision-mini"],
        Files = [["info/train_filelist_google.txt"], ["info/val_filelist.txt"]],
    };

    public override Dataset Load(DataFolders folders)
    {
        var found = folders.Find(Files);
        var train = Listed(found.Paths[0], found.Folder);
        var test = isTestedOnIlsvrc ? Ilsvrc(folders, found.Folder) : Listed(found.Paths[1], Path.Combine(found.Folder, ValidationImages));
        return new(Name, train, test, Names(Path.Combine(found.Folder, "info", "synsets.txt")), Normalisation.ImageNet, found.Folder);
    }

    /// <summary>Lines of a path and a class; those of the first 50 classes.</summary>
    private static LabelledData Listed(string list, string folder)
    {
        var files = new List<string>();
        var labels = new List<int>();
        foreach (var (line, i) in Lines(list).Select((line, i) => (line, i + 1)))
        {
            var blank = line.LastIndexOf(' ');
            if (blank < 1 || !int.TryParse(line[(blank + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var label)
                || Path.IsPathRooted(line[..blank]) || line[..blank].Split('/').Contains(".."))
                throw new DataException($"Line {i} of '{list}' is not a path within the data set and a class: '{line}'.");
            if (label >= Classes)
                continue;
            files.Add(Path.Combine(folder, line[..blank]));
            labels.Add(label);
        }

        var missing = files.Where(file => !File.Exists(file)).ToArray();
        if (missing.Length > 0)
            throw new DataException($"'{list}' lists {files.Count} images of the first {Classes} classes, of which {missing.Length} are not there, the first "
                + $"being '{missing[0]}'; unpack them beside the folder 'info'.");
        return new(new PictureArray(files, s_size), [.. labels]);
    }

    private static IEnumerable<string> Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A sub-folder for every synset; in the order of their numbers they are the classes.</summary>
    private static LabelledData Ilsvrc(DataFolders folders, string webVision)
    {
        string[] places = [.. folders.Roots.Append(webVision).SelectMany(root => s_ilsvrcFolders.Select(name => Path.Combine(root, name)))];
        var folder = places.FirstOrDefault(Directory.Exists) ?? throw new DataException(
            $"The validation images of ILSVRC-2012 were not found, a sub-folder for each synset (n01440764 and so on). Looked for {string.Join(", ", places)}.");
        var synsets = Directory.GetDirectories(folder, "n*").Order(StringComparer.Ordinal).Take(Classes).ToArray();
        if (synsets.Length < Classes)
            throw new DataException($"'{folder}' has {synsets.Length} sub-folders of synsets; at least the first {Classes} are needed.");
        var files = synsets.SelectMany((synset, label) => Directory.GetFiles(synset).Order(StringComparer.Ordinal).Select(file => (File: file, Label: label)))
            .Where(image => PictureFile.Extensions.Contains(Path.GetExtension(image.File).ToLowerInvariant())).ToArray();
        return new(new PictureArray([.. files.Select(image => image.File)], s_size), [.. files.Select(image => image.Label)]);
    }

    /// <summary>From lines such as <c>n01440764 tench, Tinca tinca</c>; numbers where the file is not there.</summary>
    private static string[] Names(string file)
    {
        if (!File.Exists(file))
            return [.. Enumerable.Range(0, Classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        var names = Lines(file).Take(Classes).Select(line => line[(line.IndexOf(' ') + 1)..].Split(',')[0]).ToArray();
        return names.Length == Classes ? names : throw new DataException($"'{file}' names {names.Length} classes; at least {Classes} are needed.");
    }
}
