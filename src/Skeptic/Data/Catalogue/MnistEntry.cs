namespace Skeptic.Data;

/// <summary>MNIST (LeCun, Cortes, Burges) and its drop-in relatives: four idx files.</summary>
internal sealed class MnistEntry : DatasetEntry
{
    private const string FullTrainLabels = "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13";
    private const int FullTrainCount = 60_000;

    private readonly string[] _classNames;
    private readonly Normalisation _normalisation;

    private MnistEntry(string name, string summary, string[] folderNames, string[] notIn, string[] classNames, double mean, double std)
    {
        Name = name;
        Summary = summary;
        _classNames = classNames;
        _normalisation = new([mean], [std]);
        Files = new()
        {
            DataSet = name,
            FolderNames = folderNames,
            NotIn = notIn,
            Files =
            [
                Names("train-images", "idx3"), Names("train-labels", "idx1"),
                Names("t10k-images", "idx3"), Names("t10k-labels", "idx1"),
            ],
        };
    }

    public static MnistEntry Digits { get; } = new(
        "mnist", "handwritten digits", ["mnist", "MNIST/raw", "MNIST"], ["fashion-mnist", "FashionMNIST", "fashion"],
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], 0.1307, 0.3081);

    public static MnistEntry Fashion { get; } = new(
        "fashion-mnist", "clothes and shoes from a shop's catalogue", ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"], ["mnist"],
        ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"], 0.2860, 0.3530);

    public override string Name { get; }

    public override string Summary { get; }

    public override string Shape => "60,000 + 10,000 grey images of 28 x 28, 10 classes";

    public override DatasetExtent Extent { get; } = new(60_000, 10_000, [1, 28, 28], 10);

    public override DataFiles Files { get; }

    public override DownloadSource? Source => DownloadSources.For(Name);

    public override Dataset Load(DataFolders folders)
    {
        var found = folders.Find(Files);
        var train = IdxReader.ReadPair(found.Paths[0], found.Paths[1]);
        var test = IdxReader.ReadPair(found.Paths[2], found.Paths[3]);
        CheckIdentity(train.Labels, found.Folder);
        return new(Name, train, test, _classNames, _normalisation, found.Folder);
    }

    /// <summary>The relatives share names, shapes and counts, so only the content tells them apart.</summary>
    private void CheckIdentity(int[] labels, string folder)
    {
        if (labels.Length != FullTrainCount || labels.Any(label => label > byte.MaxValue))
            return;
        var isDigits = LabelHash.UInt8(labels) == FullTrainLabels;
        if (isDigits && this != Digits)
            throw new DataException(
                $"The files in '{folder}' are those of MNIST, not of {Name}; put the two data sets into folders of their own.");
        if (!isDigits && this == Digits)
            throw new DataException($"The 60,000 training labels in '{folder}' are not MNIST's: the files are damaged or belong to "
                + "another data set of the same form, such as fashion-mnist.");
    }

    private static string[] Names(string stem, string kind) => [$"{stem}-{kind}-ubyte.gz", $"{stem}-{kind}-ubyte", $"{stem}.{kind}-ubyte"];
}
