using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Noise;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic noises</c>: the kinds of label noise.</summary>
internal static class NoisesCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "noises", "List the kinds of label noise.",
        () =>
        [
            .. NoiseCatalogue.All.Select(noise => new CatalogueItem(noise.Name, noise.Summary) { Aliases = noise.Aliases, Columns = [string.Join(", ", noise.Aliases)] }),
            new CatalogueItem(NoiseCatalogue.Asymmetric, string.Join(", ", NoiseCatalogue.AsymmetricByDataSet.Select(pair => $"{pair.Value} for {pair.Key}")))
            {
                Columns = [""],
                Facts = () => new JsonObject { ["byDataset"] = new JsonObject([.. NoiseCatalogue.AsymmetricByDataSet.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]) },
            },
        ],
        "skeptic noises", "skeptic train --noise symmetric:0.4");
}
