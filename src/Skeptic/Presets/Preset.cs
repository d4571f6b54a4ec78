using System.Text.Json.Nodes;

namespace Skeptic.Presets;

/// <summary>Whose settings a preset has.</summary>
public enum PresetSource
{
    /// <summary>The authors' released code, where it differs from the paper.</summary>
    Code,

    /// <summary>The paper, where it differs from the code.</summary>
    Paper,

    /// <summary>Both agree.</summary>
    Both,

    /// <summary>What neither states was chosen here; the notes say what.</summary>
    Ours,
}

/// <summary>The settings of a published experiment under a name: <c>sr/mnist/ce+sr</c>. Noise and seed are the caller's.</summary>
public sealed record Preset
{
    private readonly JsonObject _settings = [];

    public required string Name { get; init; }

    public required string Summary { get; init; }

    /// <summary>Authors, title, venue and year.</summary>
    public required string Paper { get; init; }

    /// <summary>The tables of the paper that it belongs to; empty where there is none.</summary>
    public required string Tables { get; init; }

    public required PresetSource Follows { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>As a configuration file would give them; every call returns a copy.</summary>
    public required JsonObject Settings { get => (JsonObject)_settings.DeepClone(); init => _settings = value; }
}
