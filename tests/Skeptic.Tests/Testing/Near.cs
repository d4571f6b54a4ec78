using System.Globalization;

namespace Skeptic.Tests;

/// <summary>How far a number may be from the one expected: an absolute part plus a share of the expected number.</summary>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>Numbers computed in float32.</summary>
    internal static Tolerance Single { get; } = new(1e-5, 1e-6);

    /// <summary>Numbers computed in float64.</summary>
    internal static Tolerance Double { get; } = new(1e-9, 1e-13);

    /// <summary>Closed formulas evaluated once.</summary>
    internal static Tolerance Formula { get; } = new(1e-9, 1e-12);

    /// <summary>The absolute part measured by the largest number expected, for tables whose entries are all tiny.</summary>
    internal Tolerance ScaledTo(IEnumerable<double> expected) => this with { Absolute = Absolute * Math.Min(1, expected.Select(Math.Abs).DefaultIfEmpty(1).Max()) };

    internal bool Allows(double expected, double actual) => Math.Abs(actual - expected) <= Absolute + Relative * Math.Abs(expected);
}

internal static class Near
{
    internal static void Equal(double expected, double actual, string what, Tolerance? tolerance = null) => Equal([expected], [actual], what, tolerance);

    internal static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string what, Tolerance? tolerance = null)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: {actual.Count} numbers where {expected.Count} are expected");
        var allowed = tolerance ?? Tolerance.Single;
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(allowed.Allows(expected[i], actual[i]), string.Create(CultureInfo.InvariantCulture,
                $"{what}[{i}] is {actual[i]:R}, expected {expected[i]:R} (difference {Math.Abs(actual[i] - expected[i]):0.0e0})"));
        }
    }
}
