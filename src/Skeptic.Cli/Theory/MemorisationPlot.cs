using Skeptic.Experiments;
using Skeptic.Theory;
using Skeptic.Training;

namespace Skeptic.Cli.Theory;

/// <summary>What <c>skeptic theory memorise</c> found: a figure, and a table of all epochs.</summary>
internal static class MemorisationPlot
{
    private const double Least = 1e-12;

    public static Plot Of(IReadOnlyList<(MemorisationPart Part, IReadOnlyList<EpochRecord> Epochs)> runs)
    {
        var noises = runs.Select(run => run.Part.Noise).Distinct().ToList();
        var methods = runs.Select(run => run.Part.Method).Distinct().ToList();
        PlotLine Line((MemorisationPart Part, IReadOnlyList<EpochRecord> Epochs) run, string metric, string name, int dash) => new(
            $"{run.Part.Method}: {name}", [.. run.Epochs.Select(epoch => new PlotPoint(epoch.Epoch, EpochMetric.Find(metric).Of(epoch) ?? double.NaN, null)).Where(point => double.IsFinite(point.Y))],
            methods.IndexOf(run.Part.Method), dash);
        var accuracies = noises.Select(noise => new PlotPanel(Labels(noise), "epoch", "accuracy in percent",
            [.. runs.Where(run => run.Part.Noise == noise).SelectMany(run => new[] { Line(run, "given", "given labels", 0), Line(run, "true", "true labels", 1), Line(run, "test", "test", 2) })]));
        var collapse = Enumerable.Range(1, 3).SelectMany(measure => noises.Select(noise => new PlotPanel(
            $"NC{measure}, {Labels(noise)}", "epoch", measure == 1 ? "log10 NC1" : $"NC{measure}",
            [
                .. runs.Where(run => run.Part.Noise == noise).SelectMany(run => new[] { ("given", 0), ("true", 1) }.Select(kind => new PlotLine(
                    $"{run.Part.Method}: {kind.Item1} labels", Collapse(run.Epochs, kind.Item1, measure), methods.IndexOf(run.Part.Method), kind.Item2))),
            ])));
        var recipe = runs[0].Part.Recipe;
        return new Plot(
            "memorise", "What is learned by heart, and how far features collapse",
            $"{recipe.Dataset}, {recipe.Model}, {(recipe.Samples == 0 ? "all" : $"{recipe.Samples}")} samples, {recipe.Epochs} epochs, seed {recipe.Seed}. Accuracies on given and true training labels are an epoch's own steps. "
            + "NC1 to NC3 are of the features before the last linear layer in evaluation mode, classes formed by given or by true labels; 0 is full collapse.",
            [.. accuracies, .. collapse]);
    }

    public static TextTable Table(IReadOnlyList<(MemorisationPart Part, IReadOnlyList<EpochRecord> Epochs)> runs) => new(
        ["method", "noise", "epoch", "given", "true", "memorised", "test", "given-nc1", "given-nc2", "given-nc3", "true-nc1", "true-nc2", "true-nc3"],
        [
            .. runs.SelectMany(run => run.Epochs.Select(epoch => (IReadOnlyList<object?>)
            [
                run.Part.Method, run.Part.Noise, epoch.Epoch, epoch.Training.GivenAccuracy, epoch.Training.TrueAccuracy, epoch.Training.Memorised, epoch.Test,
                .. new[] { "given", "true" }.SelectMany(kind => Enumerable.Range(1, 3).Select(measure => (object?)Number(epoch, kind, measure))),
            ])),
        ]);

    private static string Labels(string noise) => noise == Memorisation.Clean ? "clean labels" : noise;

    private static List<PlotPoint> Collapse(IReadOnlyList<EpochRecord> epochs, string kind, int measure) =>
    [
        .. epochs.Select(epoch => (epoch.Epoch, Value: Number(epoch, kind, measure))).Where(point => point.Value is not null)
            .Select(point => new PlotPoint(point.Epoch, measure == 1 ? Math.Log10(Math.Max(Least, point.Value!.Value)) : point.Value!.Value, null)),
    ];

    private static double? Number(EpochRecord epoch, string kind, int measure) => EpochMetric.Find($"collapse.{kind}{measure}").Of(epoch);
}
