using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Augmentation;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic augmentations</c>: the changes of training images.</summary>
internal static class AugmentationsCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "augmentations", "List the changes of training images.",
        () => [.. AugmentationCatalogue.All.Select(Item)],
        "skeptic augmentations jitter", "skeptic train --dataset cifar10 --set augment=crop:4,flip");

    private static CatalogueItem Item(OperationEntry entry) => new(entry.Name, entry.Summary)
    {
        Explain = output =>
        {
            output.WriteLine($"{entry.Form}: {entry.Summary}");
            foreach (var argument in entry.Arguments) output.WriteLine($"  {argument.Name.ToUpperInvariant()}  {argument.Range}{(argument.Default is { } value ? $", default {value}" : "")}");
        },
        Facts = () => new JsonObject
        {
            ["form"] = entry.Form,
            ["arguments"] = new JsonArray([.. entry.Arguments.Select(argument => new JsonObject
            {
                ["name"] = argument.Name, ["range"] = argument.Range, ["default"] = argument.Default,
            })]),
        },
    };
}
