using System.Globalization;

namespace Skeptic.Cli.Rendering;

/// <summary>How shares, durations and sizes are written for people.</summary>
internal static class Amounts
{
    /// <summary>A share in [0,1]: <c>97.31 %</c>; a dash where it is not known.</summary>
    public static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:F2} %") : "-";

    /// <summary>A score in [0,1] with three decimals.</summary>
    public static string Score(double value) => double.IsNaN(value) ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>With thousands separated: <c>3,412</c>.</summary>
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 cell</c>, <c>4 cells</c>.</summary>
    public static string Of(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    /// <summary>As a clock shows it: <c>0:42</c>, <c>2:31</c>, <c>1:02:31</c>.</summary>
    public static string Clock(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(Math.Max(0, time.TotalSeconds));
        return seconds < 3600 ? $"{seconds / 60}:{seconds % 60:00}" : $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}";
    }

    /// <summary><c>5.1 s</c> below a minute, else <c>2:31</c>.</summary>
    public static string Seconds(double seconds) =>
        seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s") : Clock(TimeSpan.FromSeconds(Math.Round(seconds)));

    /// <summary>Decimal units: <c>410 MB</c>, <c>1.2 GB</c>.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e12 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:F1} TB"),
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
    };
}
