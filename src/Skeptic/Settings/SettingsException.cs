using Skeptic.Text;

namespace Skeptic.Settings;

/// <summary>A setting is unknown, of the wrong kind or out of range; the message names its path and what is legal.</summary>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A single value stands where a record of options should.</summary>
    internal static SettingsException Several(Type options, string path) =>
        new($"{path} holds several settings; name one of them, such as {path}.{OptionInfo.Of(options)[0].Name}");

    /// <summary>There is no such thing; names the nearest or, for a short list, all.</summary>
    /// <param name="kind">What was looked for: <c>method</c>, <c>setting</c>.</param>
    internal static SettingsException Unknown(string kind, string typed, IReadOnlyCollection<string> known)
    {
        var hint = Nearest.Hint(typed, known);
        return new($"there is no {kind} '{typed}'.{(hint.Length > 0 ? hint : $" There is: {string.Join(", ", known)}.")}");
    }
}
