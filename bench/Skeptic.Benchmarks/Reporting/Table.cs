namespace Skeptic.Benchmarks.Reporting;

/// <summary>The result of one part: rows of numbers and words under fixed columns.</summary>
internal sealed record Table(string Name, string Summary, IReadOnlyList<string> Columns)
{
    private readonly List<object?[]> _rows = [];

    internal IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>How it was measured, for whoever wants to judge the figures.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why nothing was measured; null where something was.</summary>
    public string? Skipped { get; init; }

    internal void Row(params object?[] cells)
    {
        if (cells.Length != Columns.Count) throw new ArgumentException($"{cells.Length} cells do not fill {Columns.Count} columns", nameof(cells));
        _rows.Add(cells);
    }

    /// <summary>A cell for people: numbers to three or four digits, a missing one as a dash.</summary>
    internal static string Text(object? cell) => cell switch
    {
        null => "-",
        double number when !double.IsFinite(number) => "-",
        double number => Math.Abs(number) switch { >= 1000 => number.ToString("N0"), >= 100 => number.ToString("F1"), >= 10 => number.ToString("F2"), _ => number.ToString("F3") },
        bool met => met ? "yes" : "no",
        _ => cell.ToString()!,
    };
}
