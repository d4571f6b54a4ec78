using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>The demo's result as a page. What it says of the making comes from the runs' own documents: they may be older than the page.</summary>
internal static class DemoPage
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly string[] s_numerals = ["No", "One", "Two", "Three", "Four", "Five", "Six"];

    public static PageModel Of(DemoReport report, Dataset dataset, string command, DateTimeOffset now)
    {
        var (recipe, facts) = (report.Baseline.Part.Recipe, report.Baseline.Facts);
        return new PageModel
        {
            Title = $"{s_numerals.ElementAtOrDefault(report.Runs.Count) ?? $"{report.Runs.Count}"} ways to train on labels of which {report.NoiseRate * 100:F0} % are wrong",
            Facts =
            [
                new("data", recipe.Dataset),
                new("noise", $"{recipe.Noise}, {Amounts.Percent(report.NoiseRate)} of the training labels"),
                new("network", $"{recipe.Model}, {Amounts.Count(facts.Parameters)} parameters"),
                new("training samples", Amounts.Count(facts.TrainingSamples)),
                new("test samples", Amounts.Count(facts.TestSamples)),
                new("epochs", $"{recipe.Epochs}"),
                new("seed", $"{recipe.Seed}"),
            ],
            Findings = report.Findings,
            Runs = [.. report.Runs.Select((run, i) => new PageRun
            {
                Name = run.Method,
                // What follows the colon explains; the table has room for the name.
                Summary = string.Join(" + ", MethodCatalogue.Parse(run.Method).Select(entry => entry.Summary.Split(':')[0])),
                Colour = Palette.At(i),
                Epochs = run.Epochs,
                Result = run.Result,
            })],
            Suspects = Suspects(report, dataset),
            Made = Made(report, command, now),
        };
    }

    private static SuspectList Suspects(DemoReport report, Dataset dataset)
    {
        var finder = report.Finder;
        var counted = Math.Min(DemoReport.Counted, finder.Samples.Count);
        return new SuspectList
        {
            FoundBy = finder.Method,
            Items = [.. report.Suspects.Select(row => new Suspect(
                row, dataset.ClassNames[row.GivenLabel], dataset.ClassNames[row.SuggestedLabel],
                row.TrueLabel is { } truth ? dataset.ClassNames[truth] : null, Picture(dataset.Train.Inputs, row.Id)))],
            Notes =
            [
                $"Of the first {counted}, {finder.Hits(counted)} are wrong; labels drawn at random would be wrong {report.NoiseRate * counted:F0} times in {counted}.",
                $"{finder.Method} was chosen by its accuracy on the held-out noisy labels ({Amounts.Percent(DemoReport.Validation(finder))}), not by the test set.",
            ],
        };
    }

    private static Thumbnail? Picture(InputArray inputs, int index) =>
        inputs is ImageArray images ? Thumbnail.Of(images[index], images.Channels, images.Height, images.Width) : null;

    private static Provenance Made(DemoReport report, string command, DateTimeOffset now)
    {
        var recipe = report.Baseline.Part.Recipe;
        string Each(params string[] path) => string.Join(", ", report.Runs.Select(run => Text(run.Document, path)).Distinct());
        return new Provenance
        {
            Command = command,
            Date = now,
            Facts =
            [
                new("noise", $"{recipe.Noise}; {Amounts.Percent(report.NoiseRate)} of the training labels are wrong"),
                new("seed", $"{recipe.Seed}; noise, split, weights, order and steps draw from streams derived from it"),
                new("held out", $"{recipe.Validation.Share * 100:0.#} % of the training set, labels as noisy as the rest"),
                new("steps", $"batches of {recipe.Batch}, {SettingsName(recipe.Optimiser)}, schedule {recipe.Schedule}"),
                new("machine", $"{Each("machine", "processors")} hardware threads, {Each("machine", "os")}"),
                new("threads", $"{Each("machine", "threads")} a run, on {Each("machine", "device")}"),
                new(".NET", Each("versions", "dotnet").Replace(".NET ", "", StringComparison.Ordinal)),
                new("libtorch", Each("versions", "libtorch")),
                new("skeptic", Each("versions", "skeptic").Split('+')[0]),
                new("training began", Each("started")),
            ],
            Recipes = [.. report.Runs.Select(run => new PageFact(run.Method, run.Part.Recipe.ToJson().ToJsonString(s_indented)))],
        };
    }

    private static string SettingsName(OptimiserRecipe optimiser) =>
        $"{Settings.SettingNames.FromEnum(optimiser.Name.ToString())}, learning rate {optimiser.LearningRate}, weight decay {optimiser.WeightDecay}";

    private static string Text(JsonObject document, string[] path)
    {
        JsonNode? node = document;
        foreach (var name in path) node = node?[name];
        return node?.ToString() ?? "unknown";
    }
}
