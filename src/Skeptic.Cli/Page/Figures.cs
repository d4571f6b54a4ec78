namespace Skeptic.Cli.Page;

/// <summary>How numbers read.</summary>
internal static class Figures
{
    /// <summary>A share in percent without the sign: <c>94.1</c>.</summary>
    internal static string Points(double? share) => share is { } value ? (value * 100).ToString("0.0") : "–";

    /// <summary>A share with its sign, kept on one line: <c>94.1 %</c>.</summary>
    internal static string Percent(double? share) => share is { } value ? (value * 100).ToString("0.0") + "\u00a0%" : "–";

    internal static string Seconds(double seconds) => seconds switch
    {
        < 9.95 => $"{seconds:0.0}\u00a0s",
        < 120 => $"{seconds:0}\u00a0s",
        < 7200 => $"{seconds / 60:0}\u00a0min",
        _ => $"{seconds / 3600:0.0}\u00a0h",
    };

    internal static string Area(double? auroc) => auroc is { } value ? value.ToString("0.000") : "–";
}
