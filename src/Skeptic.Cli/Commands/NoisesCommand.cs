using System.CommandLine;
using Skeptic.Noise;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic noises</c>: the kinds of label noise.</summary>
internal static class NoisesCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "noises", "List the kinds of label noise.",
        () => [.. NoiseCatalogue.All.Select(noise => new CatalogueItem(noise.Name, noise.Summary))]);
}
