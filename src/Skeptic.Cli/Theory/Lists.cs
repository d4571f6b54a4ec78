using System.Globalization;

namespace Skeptic.Cli.Theory;

/// <summary>Options that take several numbers, joined by commas.</summary>
internal static class Lists
{
    /// <param name="above">Every number is above this.</param>
    /// <param name="atMost">And at most this.</param>
    public static IReadOnlyList<double> Numbers(string option, string? text, string otherwise, double above, double atMost = double.MaxValue) =>
        [.. (text ?? otherwise).Split(',').Select(item => Number(option, item, above, atMost))];

    public static double Number(string option, string item, double above, double atMost = double.MaxValue) =>
        double.TryParse(item, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value > above && value <= atMost
            ? value
            : throw new UsageException($"{option} has '{item}'; it must be numbers above {Text(above)}{(atMost < double.MaxValue ? $" and at most {Text(atMost)}" : "")}, joined by commas");

    /// <summary>One of the formats of a table.</summary>
    public static string Format(string? text, params string[] formats) =>
        text is null ? formats[0] : formats.Contains(text) ? text : throw new UsageException($"--format is '{text}'; it must be one of {string.Join(", ", formats)}");

    /// <summary>A number for tables: short, and small ones as a power of ten.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString(Math.Abs(value) is > 0 and < 1e-3 or >= 1e5 ? "0.0e0" : "0.####", CultureInfo.InvariantCulture);

    /// <summary>A number for files, all of it.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
