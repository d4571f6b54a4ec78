namespace Skeptic.Cli;

/// <summary>Where a command writes: results to <see cref="Output"/>, progress, notes and errors to <see cref="Error"/>.</summary>
public sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <summary>Whether <see cref="Error"/> is a terminal that redraws and shows colours; otherwise progress is plain lines.</summary>
    public bool IsLive { get; init; }

    /// <summary>How the user called the program, for commands that messages suggest.</summary>
    public string Program { get; init; } = "skeptic";

    /// <summary>How another machine with the same files starts the program: absolute.</summary>
    public IReadOnlyList<string> Command { get; init; } = ["skeptic"];

    /// <summary>What the process was given. <c>NO_COLOR</c> (any value) and <c>TERM=dumb</c> make it plain.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error)
    {
        IsLive = !Console.IsErrorRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb",
        Program = Environment.GetEnvironmentVariable("SKEPTIC_PROGRAM") is { Length: > 0 } name ? name : "skeptic",
        Command = CommandOf(Environment.GetEnvironmentVariable("SKEPTIC_PROGRAM"), Environment.ProcessPath!, Environment.GetCommandLineArgs()[0]),
    };

    /// <param name="launcher">The script that started the process, where one did: it also finds the runtime.</param>
    /// <param name="process">The process' own file: the program's starter, or <c>dotnet</c>.</param>
    /// <param name="library">What that runs.</param>
    internal static IReadOnlyList<string> CommandOf(string? launcher, string process, string library)
    {
        if (File.Exists(launcher)) return [Path.GetFullPath(launcher)];
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.GetFullPath(library)] : [process];
    }

    /// <summary>One line for the user that is no result.</summary>
    public void Note(string text) => Error.WriteLine(text);
}
