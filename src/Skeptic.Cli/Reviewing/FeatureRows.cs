using Skeptic.Data;

namespace Skeptic.Cli.Reviewing;

/// <summary>Rows of numbers, as the data have them.</summary>
/// <param name="places">Where in the table each row of the book is; -1 where nowhere.</param>
internal sealed class FeatureRows(FeatureArray values, string[] names, int[] places) : ISampleContent
{
    public ContentKind Kind => ContentKind.Features;

    public IReadOnlyList<string> FeatureNames => names;

    public float[] Features(int row) => places[row] < 0 ? [] : values.Values[(places[row] * values.Width)..((places[row] + 1) * values.Width)];
}
