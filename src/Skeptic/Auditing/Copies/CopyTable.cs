using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary><c>duplicates.csv</c> and what the summary says of it.</summary>
public static class CopyTable
{
    public static void Write(string file, ContentCopies copies, AuditData data) => AtomicFile.Write(file, stream =>
    {
        using var writer = new StreamWriter(stream, new System.Text.UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("id,path,other_id,other_path,distance,split,other_split,same_label");
        foreach (var (first, second, distance) in copies.Pairs)
        {
            writer.WriteLine(string.Join(',', Id(first), Of(data.Names.Paths, first), Id(second), Of(data.Names.Paths, second), distance.ToString("G6", CultureInfo.InvariantCulture),
                Of(data.Splits, first), Of(data.Splits, second), data.Given[first] == data.Given[second] ? "true" : "false"));
        }

        string Id(int i) => data.Names.Ids is null ? i.ToString(CultureInfo.InvariantCulture) : CsvText.Cell(data.Names.Ids[i]);
        static string Of(IReadOnlyList<string>? texts, int i) => texts is null ? "" : CsvText.Cell(texts[i]);
    });

    public static JsonObject Summary(ContentCopies copies, AuditData data) => new()
    {
        ["pairs"] = copies.Pairs.Count,
        ["exact"] = copies.Pairs.Count(pair => pair.Distance == 0),
        ["acrossSplits"] = Leaks(copies, data),
        ["otherLabel"] = copies.Pairs.Count(pair => data.Given[pair.First] != data.Given[pair.Second]),
        ["threshold"] = copies.Threshold,
    };

    /// <summary>Pairs of which one is in another split than the other.</summary>
    public static int Leaks(ContentCopies copies, AuditData data)
        => data.Splits is not { } splits ? 0 : copies.Pairs.Count(pair => splits[pair.First] != splits[pair.Second]);
}
