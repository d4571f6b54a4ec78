namespace Skeptic.Cli.Demo;

/// <summary>What one call of <c>skeptic demo</c> asks for. Texts are settings as the command line gives them; null leaves the plan's.</summary>
internal sealed record DemoOptions
{
    /// <summary>Holds a run directory a method, and the page.</summary>
    public string Out { get; init; } = Path.Combine("runs", "demo");

    public string? Epochs { get; init; }

    public string? Seed { get; init; }

    public string? Noise { get; init; }

    public string? Samples { get; init; }

    /// <summary>Runs at a time, one thread each.</summary>
    public int Threads { get; init; } = 1;

    public bool Quiet { get; init; }

    public bool Json { get; init; }

    /// <summary>The command line as it was given: makes the same page, or goes on with an interrupted demo.</summary>
    public required string Command { get; init; }
}
