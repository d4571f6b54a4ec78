using System.CommandLine;
using Skeptic.Networks;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic models</c>: the networks.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "models", "List the networks.",
        () => [.. NetworkCatalogue.All.Select(network => new CatalogueItem(network.Key, network.Summary))]);
}
