namespace Skeptic.Data;

/// <summary>Data of one's own, as an entry that a path names.</summary>
internal sealed class OwnDataEntry(string path) : DatasetEntry
{
    public override string Name => path;

    public override string Summary => "data of your own";

    public override string Shape => "as many as there are";

    public override bool IsDrawn => false;

    public override Dataset Load(DataFolders folders) => OwnData.Load(path, new(), new() { Cache = folders.Decoded });
}
