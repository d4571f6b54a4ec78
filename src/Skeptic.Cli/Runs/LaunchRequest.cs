namespace Skeptic.Cli.Runs;

/// <summary>What one call of <c>skeptic launch</c> asks for.</summary>
internal sealed record LaunchRequest
{
    /// <summary>How many to start on this machine.</summary>
    public required int Processes { get; init; }

    /// <summary>Where they meet.</summary>
    public required int Port { get; init; }

    /// <summary>The folder for what all but the first print; null prints it with the process's number before each line.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>What each of them is called with: <c>train</c> and its options.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The run directory that this means.</summary>
    public required string Directory { get; init; }

    /// <summary>The command line that goes on with this run.</summary>
    public required string ResumeCommand { get; init; }
}
