namespace Skeptic.Data;

/// <summary>The data set that needs no files.</summary>
internal sealed class GlyphsEntry : DatasetEntry
{
    public override string Name => "glyphs";

    public override string Summary => "digits in many hands, drawn by the program itself in about a second; needs no download";

    public override string Shape => "10,000 + 2,000 grey images of 28 x 28, 10 classes";

    public override DatasetExtent Extent { get; } = new(10_000, 2_000, [1, 28, 28], 10);

    public override Dataset Load(DataFolders folders) => Glyphs.Draw();
}
