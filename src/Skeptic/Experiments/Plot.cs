namespace Skeptic.Experiments;

/// <summary>A point of a line: the mean over runs, and how far they scatter.</summary>
/// <param name="Deviation">Sample standard deviation over runs; null for one run.</param>
public readonly record struct PlotPoint(double X, double Y, double? Deviation);

/// <summary>How the points of a line are joined.</summary>
public enum PlotShape
{
    /// <summary>Straight from point to point.</summary>
    Line,

    /// <summary>Level from each point to the next one, as the outline of a histogram: a point stands at the left end of its bin, the last one closes it.</summary>
    Steps,

    /// <summary>Not at all: a cloud, with its name in its middle.</summary>
    Cloud,
}

/// <param name="Colour">Which colour of the palette; lines of one colour differ in <paramref name="Dash"/>.</param>
public sealed record PlotLine(string Name, IReadOnlyList<PlotPoint> Points, int Colour, int Dash, PlotShape Shape = PlotShape.Line);

/// <summary>A table of shares, drawn as a heat map.</summary>
/// <param name="Values">[R,C], in percent; NaN where a row has nothing.</param>
public sealed record PlotMatrix(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Values);

/// <summary>One pair of axes.</summary>
/// <param name="Lines">Empty where there is a matrix.</param>
/// <param name="IsLogarithmic">Of the horizontal axis.</param>
public sealed record PlotPanel(string Title, string XLabel, string YLabel, IReadOnlyList<PlotLine> Lines, bool IsLogarithmic = false)
{
    /// <summary>What is drawn in place of lines; null for lines.</summary>
    public PlotMatrix? Matrix { get; init; }

    /// <summary>The largest value that the vertical axis can have, such as 100 of percents: bands end there. Null for none.</summary>
    public double? Ceiling { get; init; }

    /// <summary>Whether places on the axes mean nothing, only distances.</summary>
    public bool IsMap { get; init; }
}

/// <summary>A figure of an experiment, ready to be drawn.</summary>
/// <param name="Name">For its file: <c>curves-test</c>.</param>
/// <param name="Caption">What is drawn, by which rule, over how many runs.</param>
public sealed record Plot(string Name, string Title, string Caption, IReadOnlyList<PlotPanel> Panels);
