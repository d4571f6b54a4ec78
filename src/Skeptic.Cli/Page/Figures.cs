namespace Skeptic.Cli.Page;

/// <summary>How numbers read.</summary>
internal static class Figures
{
    /// <summary>A share in percent without the sign: <c>94.15</c>.</summary>
    internal static string Points(double? share) => share is { } value ? (value * 100).ToString("F2") : "–";

    /// <summary>A share with its sign, kept on one line: <c>94.15 %</c>.</summary>
    internal static string Percent(double? share) => share is { } value ? (value * 100).ToString("F2") + "\u00a0%" : "–";

    internal static string Area(double? auroc) => auroc is { } value ? value.ToString("0.000") : "–";
}
