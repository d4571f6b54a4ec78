using System.Text.Json.Nodes;

namespace Skeptic.Cli.Doctor;

internal enum State
{
    Ok,

    /// <summary>Not here, and not needed before it is asked for.</summary>
    Absent,

    /// <summary>Works, but worse than it could.</summary>
    Warning,

    /// <summary>Training cannot work without it.</summary>
    Missing,
}

/// <summary>One thing that doctor looked at.</summary>
internal sealed record Finding(string Topic, State State, string Text)
{
    /// <summary>The command or step that mends it; null where nothing is to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>The numbers and paths behind the text, for <c>--json</c>.</summary>
    public JsonObject Facts { get; init; } = [];
}
