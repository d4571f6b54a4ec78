using System.Globalization;
using Skeptic.Settings;

namespace Skeptic.Augmentation;

/// <summary>One number that an operation takes.</summary>
/// <param name="Default">What it is where the text leaves it out; null where it may not.</param>
/// <param name="Above">Whether the minimum itself is illegal.</param>
public sealed record OperationArgument(string Name, double Minimum, double Maximum, bool Whole = false, double? Default = null, bool Above = false)
{
    internal double Read(string text, string where)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= Minimum && value <= Maximum && (!Above || value > Minimum) && (!Whole || double.IsInteger(value)))
            return value;
        throw new SettingsException($"{where}: {Name} is a {(Whole ? "whole number" : "number")} {Range}, not '{text}'");
    }

    /// <summary>What it may be, in words.</summary>
    public string Range => string.Create(CultureInfo.InvariantCulture, $"{(Above ? "above" : "from")} {Minimum} {(Above ? "and at most" : "to")} {Maximum}");
}

/// <summary>An operation as the catalogue lists it.</summary>
public sealed record OperationEntry
{
    private readonly Func<double[], Operation> _make;

    internal OperationEntry(string name, string summary, IReadOnlyList<OperationArgument> arguments, Func<double[], Operation> make) =>
        (Name, Summary, Arguments, _make) = (name, summary, arguments, make);

    public string Name { get; }

    /// <summary>One line: what it does to an image.</summary>
    public string Summary { get; }

    public IReadOnlyList<OperationArgument> Arguments { get; }

    /// <summary>How it is written: <c>flip[:PROBABILITY]</c>.</summary>
    public string Form =>
        Name + string.Concat(Arguments.Select(argument => argument.Default is null ? $":{argument.Name.ToUpperInvariant()}" : $"[:{argument.Name.ToUpperInvariant()}]"));

    internal Operation Make(string[] values, string where)
    {
        var least = Arguments.Count(argument => argument.Default is null);
        if (values.Length < least || values.Length > Arguments.Count)
        {
            var takes = Arguments.Count == 0 ? "no number" : least == Arguments.Count ? $"{Numbers(least)}" : $"{least} to {Numbers(Arguments.Count)}";
            throw new SettingsException($"{where}: {Name} takes {takes}; write {Form}");
        }
        return _make([.. Arguments.Select((argument, i) => i < values.Length ? argument.Read(values[i], where) : argument.Default!.Value)]);
    }

    private static string Numbers(int count) => count == 1 ? "1 number" : $"{count} numbers";
}
