namespace Skeptic.Settings;

/// <summary>
/// Marks a property that users may set, with the sentence that help and documentation print and the range that is legal.
/// Defaults are the property initialisers; nothing about an option is written down twice.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>Smallest legal value.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest legal value.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Minimum"/> itself is illegal.</summary>
    public bool Above { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is illegal.</summary>
    public bool Below { get; init; }
}
