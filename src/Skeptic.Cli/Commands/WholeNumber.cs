namespace Skeptic.Cli.Commands;

/// <summary>Options that count something.</summary>
internal static class WholeNumber
{
    /// <returns>Null where the option is not given.</returns>
    /// <exception cref="UsageException">It is no whole number from 1 to 1024.</exception>
    public static int? Of(string? text, string option)
    {
        if (text is null) return null;
        return int.TryParse(text, out var number) && number is >= 1 and <= 1024 ? number : throw new UsageException($"{option} is '{text}'; it must be a whole number from 1 to 1024");
    }
}
