namespace Skeptic.Data;

/// <summary>CIFAR-10 (Krizhevsky, 2009), binary version.</summary>
internal sealed class Cifar10Entry : DatasetEntry
{
    private const int RecordsPerFile = 10_000;

    public override string Name => "cifar10";

    public override string Summary => "small photographs of animals and vehicles";

    public override string Shape => "50,000 + 10,000 colour images of 32 x 32, 10 classes";

    public override DatasetExtent Extent { get; } = new(50_000, 10_000, [3, 32, 32], 10);

    public override DataFiles Files { get; } = new()
    {
        DataSet = "cifar10",
        FolderNames = ["cifar-10-batches-bin", "cifar10", "cifar-10"],
        Files = [.. Enumerable.Range(1, 5).Select(i => (string[])[$"data_batch_{i}.bin"]), ["test_batch.bin"]],
    };

    public override DownloadSource? Source => DownloadSources.For(Name);

    public override Dataset Load(DataFolders folders)
    {
        var found = folders.Find(Files);
        return new(
            Name,
            CifarBinaryReader.ReadCifar10([.. found.Paths.Take(5)], RecordsPerFile),
            CifarBinaryReader.ReadCifar10([found.Paths[5]], RecordsPerFile),
            ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
            new([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]),
            found.Folder);
    }
}
