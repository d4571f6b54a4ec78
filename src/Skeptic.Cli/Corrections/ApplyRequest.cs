namespace Skeptic.Cli.Corrections;

/// <summary>What <c>skeptic apply</c> is asked to do.</summary>
internal sealed record ApplyRequest
{
    public const string Patch = "patch", LabelStudio = "label-studio", Cleanlab = "cleanlab";

    public static IReadOnlyList<string> Formats { get; } = [Patch, LabelStudio, Cleanlab];

    /// <summary>A patch, an audit folder, or the file of another program.</summary>
    public required string Source { get; init; }

    /// <summary>A path or the name of a data set; null converts the patch alone.</summary>
    public string? Data { get; init; }

    public string? To { get; init; }

    public bool Overwrite { get; init; }

    public bool Reverse { get; init; }

    public bool NewestWins { get; init; }

    public string From { get; init; } = Patch;

    /// <summary>Where the patch is written; null writes none.</summary>
    public string? PatchTo { get; init; }

    public string PatchFormat { get; init; } = Patch;

    public string? LabelColumn { get; init; }

    /// <summary>A file with the labels that training samples had instead of the data's own.</summary>
    public string? Labels { get; init; }

    public string? DataFolder { get; init; }

    public bool DryRun { get; init; }

    public bool Json { get; init; }
}
