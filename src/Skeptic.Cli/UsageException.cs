namespace Skeptic.Cli;

/// <summary>The command line itself is wrong; ends in <see cref="ExitCode.Usage"/>.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>A command cannot do what was asked, for reasons outside the command line; ends in <see cref="ExitCode.Failure"/>.</summary>
public sealed class CommandException(string message) : Exception(message);
