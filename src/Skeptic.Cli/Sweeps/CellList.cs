using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Sweeps;

/// <summary>Cells as a file: what is run later or elsewhere, whatever becomes of the experiments' files until then.</summary>
internal static class CellList
{
    public static void Write(string path, IReadOnlyList<Cell> cells)
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteJson(new JsonObject { ["cells"] = new JsonArray([.. cells.Select(Json)]) });
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <exception cref="UsageException">There is no such file, it holds no list, or cells that this version of the program calls otherwise.</exception>
    public static IReadOnlyList<Cell> Read(string path)
    {
        try
        {
            return [.. JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray().Select(cell => Cell(path, cell!))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new UsageException($"{path} holds no list of cells, such as `skeptic sweep --executor slurm` writes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the list of cells {path} cannot be read: {e.Message}");
        }
    }

    private static JsonNode Json(Cell cell) => new JsonObject
    {
        ["directory"] = cell.Recipe.Name,
        ["labels"] = new JsonObject(cell.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        ["recipe"] = cell.Recipe.ToJson(),
    };

    private static Cell Cell(string path, JsonNode json)
    {
        var cell = new Cell(json["labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.ToString()), Recipe.From(json["recipe"]!.AsObject()));
        var name = json["directory"]!.ToString();
        return cell.Recipe.Name == name ? cell : throw new UsageException($"{path} names {name}, which is {cell.Recipe.Name} to this version of the program; start the sweep that wrote it again");
    }
}
