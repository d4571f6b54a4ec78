using Skeptic.Cli.Page;
using Skeptic.Cli.Sweeps;
using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>An experiment's table beside the published numbers, how its rows compare, and its figures.</summary>
internal static class ExperimentSection
{
    private const int FewPairs = 6;

    /// <param name="isAlone">Its title is that of the page then.</param>
    /// <param name="figures">Where a figure stands in the list that the script reads.</param>
    internal static Html Render(ReportExperiment shown, bool isAlone, Func<Plot, int> figures) => Html.Of($"""
        <section class="experiment">
        <h2>{(isAlone ? "Results" : shown.Experiment.Title)}</h2>
        {Html.Each(shown.Experiment.Notes, note => Html.Of($"""<p class="note">{note}</p>"""))}
        <div class="scroll" tabindex="0"><table class="results">
        <thead><tr><th></th>{Html.Each(shown.Table.Columns, column => Html.Of($"""<th scope="col" class="number">{column}</th>"""))}</tr></thead>
        <tbody>{Html.Each(shown.Table.Rows.Index(), row => Html.Of($"""<tr><th scope="row">{row.Item}</th>{Html.Each(shown.Table.Entries[row.Index].Index(), entry => Cell(shown.Table, entry.Item, entry.Index))}</tr>"""))}</tbody>
        </table></div>
        <p class="note">{TableFormat.Caption(shown.Table)} Bold is the best mean of its column.</p>
        {(shown.Comparison is { } comparison ? Comparison(comparison) : Html.Empty)}
        {FigureSection.Each(shown.Figures, shown.Experiment.Title, figures)}
        </section>
        """);

    private static Html Cell(ResultTable table, TableEntry? entry, int column)
    {
        if (entry is null) return Html.Of($"<td></td>");
        var own = TableFormat.Own(entry, "±");
        var isPartial = entry.Values.Count > 0 && entry.Values.Count < entry.Runs;
        return Html.Of($"""
            <td class="number">{(IsBest(table, entry, column) ? Html.Of($"<b>{own}</b>") : Html.Of($"{own}"))}{Html.When(isPartial, () => Html.Of($""" <span class="few">[{entry.Values.Count}/{entry.Runs}]</span>"""))}
            {(TableFormat.Published(entry) is { } published ? Html.Of($"<small>{published}</small>") : Html.Empty)}</td>
            """);
    }

    private static bool IsBest(ResultTable table, TableEntry entry, int column)
    {
        var means = table.Entries.Select(row => row[column]?.Mean).OfType<double>().ToList();
        return table.Metric.HigherIsBetter is { } higher && means.Count > 1 && entry.Mean is { } mean && mean == (higher ? means.Max() : means.Min());
    }

    private static Html Comparison(RowComparison comparison)
    {
        var rows = ComparisonFormat.Pairs(comparison);
        string Class(int column) => column >= 2 ? "number" : "";
        var table = Html.Of($"""
            <div class="scroll" tabindex="0"><table class="comparison">
            <thead><tr>{Html.Each(rows[0].Index(), cell => Html.Of($"""<th scope="col" class="{Class(cell.Index)}">{cell.Item}</th>"""))}</tr></thead>
            <tbody>{Html.Each(rows.Skip(1), row => Html.Of($"""<tr>{Html.Each(row.Index(), cell => Html.Of($"""<td class="{Class(cell.Index)}">{cell.Item}</td>"""))}</tr>"""))}</tbody>
            </table></div>
            <p class="note">{ComparisonFormat.Rule}</p>
            """);
        return Html.Of($"""
            <h3>Rows compared</h3>
            {(ComparisonFormat.Ranks(comparison) is { } ranks ? Html.Of($"""<p class="note">{ranks}</p>""") : Html.Empty)}
            {(rows.Count - 1 <= FewPairs ? table : Html.Of($"<details><summary>all {rows.Count - 1} pairs</summary>{table}</details>"))}
            """);
    }
}
