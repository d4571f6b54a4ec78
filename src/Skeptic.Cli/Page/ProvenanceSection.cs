namespace Skeptic.Cli.Page;

/// <summary>How the page was made, in enough detail to make it again.</summary>
internal static class ProvenanceSection
{
    internal static Html Render(Provenance made) => Html.Of($"""
        <section id="made">
        <h2>How it was made</h2>
        <pre class="command"><code>{made.Command}</code></pre>
        <dl class="made">{Html.Each(made.Facts, fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}
        <div><dt>date</dt><dd><time datetime="{made.Date.ToString("yyyy-MM-ddTHH:mm:sszzz")}">{made.Date.ToString("yyyy-MM-dd HH:mm 'UTC'zzz")}</time></dd></div></dl>
        {Html.Each(made.Recipes, recipe => Html.Of($"<details><summary>recipe of {recipe.Name}</summary><pre><code>{recipe.Value}</code></pre></details>"))}
        </section>
        """);
}
