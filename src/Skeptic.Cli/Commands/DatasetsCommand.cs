using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic datasets</c>: the data sets that can be named; `skeptic doctor` says which are here.</summary>
internal static class DatasetsCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "datasets", "List the data sets.",
        () => [.. DatasetCatalogue.All.Select(set => new CatalogueItem(set.Name, set.Summary)
        {
            Columns = [set.Shape],
            Facts = () => new JsonObject { ["shape"] = set.Shape },
        })]);
}
