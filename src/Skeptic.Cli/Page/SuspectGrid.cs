namespace Skeptic.Cli.Page;

/// <summary>The labels that a run doubts most, each with its picture and, where the truth is known, with the verdict.</summary>
internal static class SuspectGrid
{
    internal static Html Render(SuspectList suspects) => Html.Of($"""
        <section id="suspects">
        <h2>The most suspicious labels{(suspects.Hits is { } hits ? Html.Of($""" <span class="rate">{hits} of {suspects.Items.Count} are wrong</span>""") : Html.Empty)}</h2>
        <p class="note">Ranked by what <b>{suspects.FoundBy}</b> learned from the given labels alone.
        {Html.Each(suspects.Notes, note => Html.Of($"{note} "))}</p>
        <ol class="suspects">{Html.Join(suspects.Items.Select((item, rank) => Tile(item, rank + 1)))}</ol>
        </section>
        """);

    private static Html Tile(Suspect item, int rank) => Html.Of($"""
        <li class="{(item.IsWrong switch { true => "wrong", false => "right", null => "unknown" })}">
        <div class="plate"><span class="rank">{rank}</span>{Picture(item)}<span class="id">no. {item.Row.Id}</span></div>
        <dl><dt>given</dt><dd class="given">{item.Given}</dd>
        <dt>suggested</dt><dd>{item.Suggested}</dd>
        {(item.True is { } truth ? Html.Of($"<dt>true</dt><dd>{truth}</dd>") : Html.Empty)}</dl>
        {Verdict(item)}
        </li>
        """);

    private static Html Picture(Suspect item) => item.Picture is { } picture
        ? Html.Of($"""<img src="{picture.Uri}" width="{picture.Width}" height="{picture.Height}" alt="training sample {item.Row.Id}, given label {item.Given}"/>""")
        : Html.Of($"""<span class="no-picture">no picture</span>""");

    private static Html Verdict(Suspect item) => item.IsWrong switch
    {
        true => Html.Of($"""<p class="verdict"><span>✗ wrong label</span></p>"""),
        false => Html.Of($"""<p class="verdict"><span>✓ label is right</span></p>"""),
        null => Html.Empty,
    };
}
