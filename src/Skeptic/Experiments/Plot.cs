namespace Skeptic.Experiments;

/// <summary>A point of a line: the mean over runs, and how far they scatter.</summary>
/// <param name="Deviation">Sample standard deviation over runs; null for one run.</param>
public readonly record struct PlotPoint(double X, double Y, double? Deviation);

/// <param name="Colour">Which colour of the palette; lines of one colour differ in <paramref name="Dash"/>.</param>
public sealed record PlotLine(string Name, IReadOnlyList<PlotPoint> Points, int Colour, int Dash);

/// <summary>One pair of axes.</summary>
/// <param name="IsLogarithmic">Of the horizontal axis.</param>
public sealed record PlotPanel(string Title, string XLabel, string YLabel, IReadOnlyList<PlotLine> Lines, bool IsLogarithmic = false);

/// <summary>A figure of an experiment, ready to be drawn.</summary>
/// <param name="Name">For its file: <c>curves-test</c>.</param>
/// <param name="Caption">What is drawn, by which rule, over how many runs.</param>
public sealed record Plot(string Name, string Title, string Caption, IReadOnlyList<PlotPanel> Panels);
