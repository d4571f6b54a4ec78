namespace Skeptic.Tests;

/// <summary>What single methods cannot do without, whatever else a test asks for.</summary>
internal static class MethodNeeds
{
    private static readonly (string Method, string[] Settings)[] s_all =
    [
        // Labels are divided from the second epoch on.
        ("divide-mix", ["method.divide-mix.warmUp=1"]),
        ("rdi", ["optimiser.weightDecay=0"]),
        // Five phases; within a few steps no label earns trust.
        ("nlnl", ["epochs=5", "method.nlnl.trusted=0"]),
    ];

    /// <param name="methods">Joined by a plus.</param>
    internal static IEnumerable<string> Of(string methods) =>
        s_all.Where(needs => methods.Split('+').Contains(needs.Method)).SelectMany(needs => needs.Settings);
}
