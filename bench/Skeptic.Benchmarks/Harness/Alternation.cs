namespace Skeptic.Benchmarks.Harness;

/// <summary>
/// Sides that take turns, A B A B, in one session: what the machine does meanwhile hits all of them alike, and a ratio is
/// taken only between blocks of the same round.
/// </summary>
internal sealed class Alternation
{
    private readonly ISide[] _sides;
    private readonly Block[][] _rounds;

    private Alternation(ISide[] sides, Block[][] rounds) => (_sides, _rounds) = (sides, rounds);

    /// <summary>One round that is not counted warms caches and compilers up; its first side decides how many steps make a block.</summary>
    internal static Alternation Run(IReadOnlyList<ISide> sides, int rounds, double blockSeconds, long warmSteps = WarmSteps)
    {
        var warm = sides[0].Run(warmSteps);
        foreach (var side in sides.Skip(1)) side.Run(warmSteps);
        // The compiler is still at work in the first steps: measure again what is to be scaled.
        warm = sides[0].Run(Math.Max(1, (long)(0.5 * blockSeconds / warm.Seconds * warm.Steps)));
        var steps = Math.Max(1, (long)(blockSeconds / warm.Seconds * warm.Steps));
        return new Alternation([.. sides], [.. Enumerable.Range(0, rounds).Select(_ => sides.Select(side => side.Run(steps)).ToArray())]);
    }

    private const long WarmSteps = 50;

    internal Spread Milliseconds(ISide side) => Of(side, block => block.MillisecondsPerStep);

    internal Spread ProcessorMilliseconds(ISide side) => Of(side, block => block.ProcessorMillisecondsPerStep);

    /// <summary>Time of <paramref name="side"/> over that of <paramref name="other"/>, round by round.</summary>
    internal Spread Ratio(ISide side, ISide other) => Ratio(side, other, block => block.MillisecondsPerStep);

    internal Spread ProcessorRatio(ISide side, ISide other) => Ratio(side, other, block => block.ProcessorMillisecondsPerStep);

    private Spread Of(ISide side, Func<Block, double> time)
    {
        var place = Array.IndexOf(_sides, side);
        return Spread.Of(_rounds.Select(round => time(round[place])));
    }

    private Spread Ratio(ISide side, ISide other, Func<Block, double> time)
    {
        var (own, others) = (Array.IndexOf(_sides, side), Array.IndexOf(_sides, other));
        return Spread.Of(_rounds.Select(round => time(round[own]) / time(round[others])));
    }
}
