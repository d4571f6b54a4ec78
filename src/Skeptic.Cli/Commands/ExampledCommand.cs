using System.CommandLine;

namespace Skeptic.Cli.Commands;

/// <summary>A command whose help page ends with command lines to copy.</summary>
internal sealed class ExampledCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
