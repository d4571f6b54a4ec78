using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Settings;

namespace Skeptic.Tests;

/// <summary>A composition on logits of one's choice: the product's own step on a network whose logits are its parameter.</summary>
internal sealed class LossProbe : IDisposable
{
    private readonly StepHarness _harness;
    private readonly int _classes;

    /// <param name="settings">As on the command line: <c>method.gce.q=0.5</c>.</param>
    internal LossProbe(string methods, int rows, int classes, params string[] settings)
        : this(methods, rows, classes, inDouble: true, settings)
    {
    }

    internal LossProbe(string methods, int rows, int classes, bool inDouble, params string[] settings)
    {
        _classes = classes;
        var recipe = new JsonObject { ["method"] = new JsonObject { ["use"] = methods } };
        foreach (var setting in settings) SettingsTree.Assign(recipe, setting);
        _harness = new StepHarness(recipe, Data(rows, classes), () => new FixedLogits(rows, classes));
        if (inDouble) _harness.UseDouble();
    }

    internal StepHarness Harness => _harness;

    /// <param name="logits">Row by row.</param>
    internal SeenStep Of(double[] logits, int[] labels, int epoch = 0)
    {
        ((FixedLogits)_harness.Model).Set(new Numbers(logits, [labels.Length, _classes]));
        return _harness.Step([.. Enumerable.Range(0, labels.Length)], labels, epoch);
    }

    /// <summary>Samples without content, whose labels are the classes in turn: 0, 1, ..., 0, 1.</summary>
    private static Dataset Data(int rows, int classes)
    {
        int[] labels = [.. Enumerable.Range(0, Math.Max(rows, classes)).Select(i => i % classes)];
        var train = new LabelledData(new FeatureArray(new float[labels.Length], labels.Length, 1), labels);
        return new("probe", train, new LabelledData(new FeatureArray(new float[1], 1, 1), [0]), [.. Enumerable.Range(0, classes).Select(c => $"class {c}")], Normalisation.Identity(1), "made by a test");
    }

    public void Dispose() => _harness.Dispose();
}

internal static class SeenGradient
{
    /// <summary>Of the objective, by the logits.</summary>
    internal static double[] OfLogits(this SeenStep step) => step.Only.RawGradients["logits"];
}
