using System.CommandLine;
using System.CommandLine.Parsing;
using Skeptic.Text;

namespace Skeptic.Cli;

/// <summary>Says in one sentence what is wrong with a command line, and what was probably meant.</summary>
internal static class ParseErrors
{
    public static string Sentence(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        var help = $"`{path} --help` lists what there is.";
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            if (unknown.StartsWith('-')) return $"{path} has no option '{unknown}'. {Suggestion(unknown, Options(parsed.CommandResult)) ?? help}";
            if (command.Subcommands.Any()) return $"there is no command '{unknown}'. {Suggestion(unknown, command.Subcommands.Select(c => c.Name)) ?? help}";
            return $"{path} does not know what to do with '{unknown}'. {help}";
        }
        var error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult option when option.Tokens.Count == 0 => $"{option.Option.Name} needs a value. {help}",
            OptionResult option when option.Tokens.Count > 1 => $"{option.Option.Name} is given {option.Tokens.Count} times; give it once.",
            _ when Missing(parsed.CommandResult) is { } argument => $"{path} needs a {argument.Name}. {help}",
            _ => $"{error.Message} {help}",
        };
    }

    private static Argument? Missing(CommandResult result) =>
        result.Command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 });

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "skeptic";

    /// <summary>Options of the command and the recursive ones above it.</summary>
    private static IEnumerable<string> Options(CommandResult result)
    {
        var own = result.Command.Options.Where(option => !option.Hidden).Select(option => option.Name);
        var inherited = result.Parent is CommandResult parent ? parent.Command.Options.Where(option => option.Recursive).Select(option => option.Name) : [];
        return own.Concat(inherited);
    }

    private static string? Suggestion(string typed, IEnumerable<string> known) => Nearest.Of(typed, known) is { } name ? $"Did you mean '{name}'?" : null;
}
