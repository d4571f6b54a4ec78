using System.Globalization;

namespace Skeptic.Noise;

/// <summary>The noise a user asks for: <c>symmetric:0.4</c>, <c>pair:0.45</c>, <c>none</c>, <c>matrix:transition.npy</c>, <c>human:worst</c>, <c>file:labels.csv</c>.</summary>
/// <param name="Name">A convention's name or alias, as in <see cref="NoiseCatalogue"/>.</param>
/// <param name="Rate">In [0, 1]; 0 for <c>none</c> and where the rate lies in a file.</param>
public sealed record NoiseSpec(string Name, double Rate)
{
    private const NumberStyles RateStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;

    public static NoiseSpec None { get; } = new("none", 0);

    /// <summary>The transition matrix of <c>matrix</c>, a .npy or .csv file; null for every other convention.</summary>
    public string? MatrixFile { get; init; }

    /// <summary>Which of the human labels: <c>worst</c>; null for every other convention.</summary>
    public string? HumanSet { get; init; }

    /// <summary>The file that <c>file</c> or <c>human</c> read labels from; null for the usual places and other conventions.</summary>
    public string? LabelFile { get; init; }

    /// <summary>Whether the text states how many labels are wrong.</summary>
    public bool StatesRate => Name is not ("matrix" or "human" or "file");

    /// <exception cref="NoiseException">Unknown name, missing or malformed rate, rate outside [0, 1].</exception>
    public static NoiseSpec Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? text : text[..colon]).Trim().ToLowerInvariant();
        var value = colon < 0 ? null : text[(colon + 1)..].Trim();
        NoiseCatalogue.CheckName(name);
        if (name == "none")
            return value is null or "0" ? None : throw new NoiseException($"Noise '{text}': 'none' takes no rate; write 'none'.");
        if (name == "matrix")
            return string.IsNullOrEmpty(value)
                ? throw new NoiseException(
                    $"Noise '{text}' needs the file that holds the transition matrix; write 'matrix:FILE.npy' or 'matrix:FILE.csv'.")
                : new(name, 0) { MatrixFile = value };
        if (name == "human")
            return Human(text, value);
        if (name == "file")
            return string.IsNullOrEmpty(value)
                ? throw new NoiseException(
                    $"Noise '{text}' needs the file that holds the labels; write 'file:LABELS.csv', 'file:LABELS.npy' or 'file:noise.json'.")
                : new(name, 0) { LabelFile = value };
        if (string.IsNullOrEmpty(value))
            throw new NoiseException($"Noise '{text}' needs a rate; write '{name}:0.4' for 40 %.");
        if (!double.TryParse(value, RateStyle, CultureInfo.InvariantCulture, out var rate))
            throw new NoiseException($"Noise '{text}': '{value}' is not a number; write a rate between 0 and 1, such as '{name}:0.4'.");
        CheckRate(text, rate);
        return new(name, rate);
    }

    /// <summary>The text that <see cref="Parse"/> reads back; just "matrix" for a matrix that came from no file.</summary>
    public override string ToString() => (Name, MatrixFile ?? LabelFile) switch
    {
        ("human", { } file) => $"{Name}:{HumanSet}:{file}",
        ("human", _) => $"{Name}:{HumanSet}",
        (_, { } file) => $"{Name}:{file}",
        ("none" or "matrix", _) => Name,
        _ => $"{Name}:{Rate:R}",
    };

    private static NoiseSpec Human(string text, string? value)
    {
        var colon = value?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        var set = (colon < 0 ? value : value![..colon])?.Trim().ToLowerInvariant();
        var file = colon < 0 ? null : value![(colon + 1)..].Trim();
        if (string.IsNullOrEmpty(set) || !HumanLabels.Sets.ContainsKey(set) || file is "")
            throw new NoiseException($"Noise '{text}' needs to say which labels of which people; write 'human:SET' or 'human:SET:FILE.pt', "
                + $"SET being one of {string.Join(", ", HumanLabels.Sets.Keys)}.");
        return new("human", 0) { HumanSet = set, LabelFile = file };
    }

    internal static void CheckRate(string where, double rate)
    {
        if (!(rate is >= 0 and <= 1))
            throw new NoiseException($"Noise '{where}': the rate {rate} lies outside 0 to 1; 40 % is 0.4.");
    }
}
