using System.Globalization;
using System.Text;
using Skeptic.Cli.Page;
using Skeptic.Data;
using Skeptic.Recovery;

namespace Skeptic.Cli.Commands;

/// <summary>Where both methods recover drawn matrices: a table and a picture of rank against sparsity.</summary>
internal static class RecoverPhase
{
    private const double Cell = 34, Left = 62, Top = 66, Between = 70;

    public static void Run(RecoverMatrixRequest request, Terminal terminal, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var cells = new List<PhaseCell>();
        foreach (var cell in PhaseGrid.Run(request.Phase, request.Options, stop))
        {
            cells.Add(cell);
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"rank {cell.Rank}, {cell.Sparsity:P0} wrong: error {cell.Double:0.0e0} double, {cell.Pursuit:0.0e0} pcp"));
        }
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Directory.CreateDirectory(request.Directory);
        var csv = new StringBuilder("size,rank,sparsity,double,pcp\n");
        foreach (var cell in cells) csv.Append(CultureInfo.InvariantCulture, $"{request.Phase},{cell.Rank},{cell.Sparsity:0.##},{cell.Double:R},{cell.Pursuit:R}\n");
        var (table, figure) = (Path.Combine(request.Directory, "phase.csv"), Path.Combine(request.Directory, "phase.svg"));
        AtomicFile.WriteAllText(table, csv.ToString());
        AtomicFile.WriteAllText(figure, Render(request.Phase, cells, seconds) + "\n");
        terminal.Output.WriteLine(table);
        terminal.Output.WriteLine(figure);
    }

    internal static Html Render(int size, IReadOnlyList<PhaseCell> cells, double seconds)
    {
        int[] ranks = [.. cells.Select(cell => cell.Rank).Distinct().Order()];
        double[] shares = [.. cells.Select(cell => cell.Sparsity).Distinct().Order()];
        var panel = ranks.Length * Cell;
        var (width, height) = (Left + 2 * panel + Between + 24, Top + shares.Length * Cell + 84);
        return Html.Of($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="title">
            <title id="title">Recovery of drawn {size} x {size} matrices by rank and sparsity</title>
            <style>{Html.Verbatim(Style)}</style>
            <rect class="paper" width="{width}" height="{height}"/>
            <text class="heading" x="{Left}" y="24">Error of the low-rank part, {size} x {size}</text>
            {Panel("double over-parameterisation", Left, cell => cell.Double)}
            {Panel("principal component pursuit", Left + panel + Between, cell => cell.Pursuit)}
            <text x="{Left}" y="{height - 12}">In each cell the power of ten of |L - L0| / |L0|, one matrix a cell; {Math.Round(seconds)} s in all.</text>
            </svg>
            """);

        Html Panel(string title, double x, Func<PhaseCell, double> error) => Html.Of($"""
            <g transform="translate({x} {Top})">
            <text class="title" x="0" y="-14">{title}</text>
            {Html.Each(cells, cell => Square(cell, Array.IndexOf(ranks, cell.Rank) * Cell, (shares.Length - 1 - Array.IndexOf(shares, cell.Sparsity)) * Cell, error(cell)))}
            {Html.Each(ranks.Index(), rank => Html.Of($"""<text x="{(rank.Index + 0.5) * Cell}" y="{shares.Length * Cell + 18}" text-anchor="middle">{rank.Item}</text>"""))}
            {Html.Each(shares.Index(), share => Html.Of($"""<text x="-8" y="{(shares.Length - 0.5 - share.Index) * Cell + 4}" text-anchor="end">{Math.Round(100 * share.Item)} %</text>"""))}
            <text x="{panel / 2}" y="{shares.Length * Cell + 38}" text-anchor="middle">rank</text>
            </g>
            """);
    }

    private static Html Square(PhaseCell cell, double x, double y, double error)
    {
        var power = Math.Log10(Math.Max(error, 1e-16));
        // From white at an error of 1 to the full colour at 1e-6.
        var strength = Math.Clamp(-power / 6, 0, 1);
        return Html.Of($"""
            <g><title>{string.Create(CultureInfo.InvariantCulture, $"rank {cell.Rank}, {cell.Sparsity:P0} wrong: {error:0.0e0}")}</title><rect class="cell" x="{x}" y="{y}" width="{Cell - 2}" height="{Cell - 2}" fill-opacity="{strength}"/><text class="{(strength > 0.55 ? "on" : "off")}" x="{x + Cell / 2 - 1}" y="{y + Cell / 2 + 3}" text-anchor="middle">{(int)Math.Round(power)}</text></g>
            """);
    }

    private const string Style = """
        svg { font: 13px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        .paper { fill: #ffffff; } text { fill: #5c6570; } .heading { fill: #1c2026; font-size: 16px; font-weight: 640; } .title { fill: #1c2026; font-weight: 600; }
        .cell { fill: #0b53b0; stroke: #d9dde3; } .on { fill: #ffffff; font-size: 11px; } .off { font-size: 11px; }
        """;
}
