using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>The places of figures, which the script draws.</summary>
internal static class FigureSection
{
    internal static Html Render(IReadOnlyList<Plot> plots, Func<Plot, int> figures) => Html.When(plots.Count > 0, () => Html.Of($"""
        <section id="curves">
        <h2>Curves</h2>
        {Each(plots, "", figures)}
        </section>
        """));

    /// <param name="title">Of what is around the figures; they do not repeat it.</param>
    internal static Html Each(IReadOnlyList<Plot> plots, string title, Func<Plot, int> figures) => Html.Each(plots, plot => Html.Of($"""
        <figure>
        {Html.When(plot.Title != title, () => Html.Of($"<h3>{plot.Title}</h3>"))}
        <div data-figure="{figures(plot)}"><p class="nothing">This figure is drawn by a script, which did not run.</p></div>
        <figcaption>{plot.Caption}</figcaption>
        </figure>
        """));
}
