using System.Globalization;

namespace Skeptic.Cli.Commands;

/// <summary>Options that count something.</summary>
internal static class WholeNumber
{
    /// <returns>Null where the option is not given.</returns>
    /// <exception cref="UsageException">It is no whole number from 1 to 1024.</exception>
    public static int? Of(string? text, string option) => text is null ? null : Of(option, text, 0, 1, 1024);

    /// <exception cref="UsageException">It is no whole number in the range.</exception>
    public static int Of(string option, string? text, int otherwise, int least, int most) => (int)Of(option, text, (long)otherwise, least, most);

    /// <exception cref="UsageException">It is no whole number in the range.</exception>
    public static long Of(string option, string? text, long otherwise, long least, long most)
    {
        if (text is null) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new UsageException($"{option} is '{text}'; it must be a whole number from {least} to {most}");
    }
}
