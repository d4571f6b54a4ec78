namespace Skeptic.Data;

/// <summary>CIFAR-100 (Krizhevsky, 2009), binary version, with fine labels; the coarse ones are kept beside them.</summary>
internal sealed class Cifar100Entry : DatasetEntry
{
    private const int Classes = 100;

    public override string Name => "cifar100";

    public override string Summary => "small photographs of 100 kinds of things in 20 groups";

    public override string Shape => "50,000 + 10,000 colour images of 32 x 32, 100 classes";

    public override DatasetExtent Extent { get; } = new(50_000, 10_000, [3, 32, 32], 100);

    public override DataFiles Files { get; } = new()
    {
        DataSet = "cifar100",
        FolderNames = ["cifar-100-binary", "cifar100", "cifar-100"],
        Files = [["train.bin"], ["test.bin"], ["fine_label_names.txt"]],
    };

    public override DownloadSource? Source => DownloadSources.For(Name);

    public override Dataset Load(DataFolders folders)
    {
        var found = folders.Find(Files);
        return new(
            Name,
            CifarBinaryReader.ReadCifar100([found.Paths[0]], 50_000),
            CifarBinaryReader.ReadCifar100([found.Paths[1]], 10_000),
            ReadNames(found.Paths[2]),
            new([0.5071, 0.4865, 0.4409], [0.2673, 0.2564, 0.2762]),
            found.Folder);
    }

    private static string[] ReadNames(string file)
    {
        var names = File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        return names.Length == Classes ? names : throw new DataException(
            $"'{file}' lists {names.Length} class names instead of {Classes}. Download it again.");
    }
}
