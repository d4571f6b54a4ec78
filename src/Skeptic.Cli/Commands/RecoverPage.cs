using System.Globalization;
using System.Reflection;
using System.Text;
using Skeptic.Cli.Page;
using Skeptic.Cli.Rendering;
using Skeptic.Recovery;
using Skeptic.Settings;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary>Before and after, as one file without a script: pictures, numbers, curves.</summary>
internal static class RecoverPage
{
    private const string Style = """
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 22px; }
        .pictures img { display: block; width: 100%; height: auto; border-radius: 8px; image-rendering: pixelated; background: var(--plate); }
        .curves { display: block; width: 100%; height: auto; }
        """;

    public static string Render(RecoverRequest request, RecoveryTask task, IReadOnlyList<RecoveryResult> results, Html figure, Device device) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="skeptic"/>
        <title>{request.Name} recovered · Skeptic</title>
        <style>{PageStyle.Sheet}{Html.Verbatim(Style)}</style>
        </head>
        <body>
        <main>
        <header>
        <p class="brand"><span>Skeptic</span></p>
        <h1>{request.Name}, {(request.Corruption is { } corruption ? $"corrupted by {corruption}, and recovered" : "recovered")}</h1>
        <ul class="facts">{Html.Each(Facts(task), fact => Html.Of($"<li><span>{fact.Name}</span> {fact.Value}</li>"))}</ul>
        </header>
        {Pictures(task, results)}
        {Html.When(task.Reference is not null, () => Table(task, results))}
        <section><h2>How the fits went</h2><img class="curves" alt="PSNR and loss against iteration" src="data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(figure.ToString()))}"/></section>
        {ProvenanceSection.Render(Made(request, task, results, device))}
        </main>
        </body>
        </html>

        """).ToString();

    private static Html Pictures(RecoveryTask task, IReadOnlyList<RecoveryResult> results) => Html.Of($"""
        <section>
        <h2>Before and after</h2>
        <div class="pictures">
        {(task.Reference is { } clean ? Picture(clean, "Clean", "never seen by any method") : Html.Empty)}
        {Picture(task.Corrupted, "Corrupted", Numbers(RecoverReport.Corrupted(task)))}
        {Html.Each(results, result => Html.Of($"""
        {Picture(result.Last.Image, $"{RecoverReport.Name(result.Method)}, last", Numbers(result.Last.Quality))}
        {(result.Best is { } best ? Picture(best.Image, $"{RecoverReport.Name(result.Method)}, best", $"iteration {best.Iteration}, {Numbers(best.Quality)}") : Html.Empty)}
        {(result.Sparse is { } sparse ? Picture(RecoverFiles.Sparse(sparse, task.Corrupted.Width, task.Corrupted.Height), "Sparse part", "what sop takes for wrong: grey is nothing, white too bright, black too dark") : Html.Empty)}
        """))}
        </div>
        </section>
        """);

    private static Html Picture(PlanarImage image, string title, string text) => Html.Of($"""
        <figure><img alt="{title}" width="{image.Width}" height="{image.Height}" src="data:image/png;base64,{Convert.ToBase64String(RecoverFiles.Png(image))}"/><figcaption><b>{title}</b> {text}</figcaption></figure>
        """);

    private static Html Table(RecoveryTask task, IReadOnlyList<RecoveryResult> results) => Html.Of($"""
        <section>
        <h2>Against the clean picture</h2>
        <div class="scroll"><table>
        <thead><tr><th>method</th><th class="number">last PSNR</th><th class="number">SSIM</th><th class="number">best PSNR</th><th class="number">SSIM</th><th class="number">at iteration</th><th class="number">fall after best</th><th class="number">time</th></tr></thead>
        <tbody>
        <tr><th scope="row">corrupted</th>{Cells(RecoverReport.Corrupted(task))}<td></td><td></td><td></td><td></td><td></td></tr>
        {Html.Each(results, result => Html.Of($"""
        <tr><th scope="row">{RecoverReport.Name(result.Method)}</th>{Cells(result.Last.Quality)}{Cells(result.Best!.Quality)}<td class="number">{result.Best.Iteration}</td><td class="number">{RecoverReport.Decibels(result.Best.Quality!.Decibels - result.Last.Quality!.Decibels)}</td><td class="number">{Amounts.Seconds(result.Seconds)}</td></tr>
        """))}
        </tbody>
        </table></div>
        <p class="note">The best iteration is chosen with the clean picture's help. Who has none gets the last.</p>
        </section>
        """);

    private static Html Cells(ImageQuality? quality) =>
        Html.Of($"""<td class="number">{RecoverReport.Decibels(quality!.Decibels)}</td><td class="number">{Amounts.Score(quality.Ssim)}</td>""");

    private static string Numbers(ImageQuality? quality) => quality is null ? "" : $"PSNR {RecoverReport.Decibels(quality.Decibels)}, SSIM {Amounts.Score(quality.Ssim)}";

    private static IEnumerable<PageFact> Facts(RecoveryTask task) =>
    [
        new("pixels", $"{task.Corrupted.Width} x {task.Corrupted.Height}"),
        new("iterations", Amounts.Count(task.Options.Iterations)),
        new("network", string.Create(CultureInfo.InvariantCulture, $"skip, width {task.Options.Width}, {task.Options.Scales} scales")),
        new("seed", $"{task.Options.Seed}"),
    ];

    private static Provenance Made(RecoverRequest request, RecoveryTask task, IReadOnlyList<RecoveryResult> results, Device device) => new()
    {
        Command = request.Command,
        Date = TimeProvider.System.GetUtcNow(),
        Facts =
        [
            new("version", typeof(RecoverPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
            new("device", $"{device}, {request.Threads} {(request.Threads == 1 ? "thread" : "threads")} of {Environment.ProcessorCount}"),
            new("libtorch", Engine.Describe()["libtorch"]),
            new("time", Amounts.Seconds(results.Sum(result => result.Seconds))),
        ],
        Recipes = [new("recovery", SettingsBinder.ToJson(task.Options).ToJsonString(new() { WriteIndented = true }))],
    };
}
