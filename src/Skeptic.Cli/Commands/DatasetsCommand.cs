using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Data;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic datasets [NAME]</c>: the data sets that have a name, or one with the place where it lies.</summary>
internal static class DatasetsCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "datasets", "List the data sets, or say where one lies.",
        () => [.. DatasetCatalogue.All.Select(set => new CatalogueItem(set.Name, set.Summary)
        {
            Columns = [set.Shape],
            Explain = output => Explain(output, set),
            Facts = () => new JsonObject { ["shape"] = set.Shape, ["folder"] = Find(set)?.Folder, ["download"] = set.Source is not null },
        })],
        "skeptic datasets", "skeptic datasets mnist");

    private static FoundFiles? Find(DatasetEntry set) => set.Files is { } files ? DataFolders.Default().TryFind(files) : null;

    private static void Explain(TextWriter output, DatasetEntry set)
    {
        output.WriteLine($"{set.Name}: {set.Summary}");
        output.WriteLine();
        List<IReadOnlyList<string>> rows = [["size", set.Shape]];
        if (set.IsDrawn) rows.Add(["files", "none; the program draws it"]);
        else if (set.Files is not { } files) rows.Add(["files", "your own"]);
        else if (Find(set) is { } found) rows.Add(["folder", found.Folder]);
        else
        {
            rows.Add(["folder", "not found"]);
            rows.AddRange(files.Files.Select((names, i) => (IReadOnlyList<string>)[i == 0 ? "files" : "", names[0]]));
            if (set.Source is not null) rows.Add(["get it", $"skeptic download {set.Name}"]);
        }
        output.WriteColumns(rows);
    }
}
