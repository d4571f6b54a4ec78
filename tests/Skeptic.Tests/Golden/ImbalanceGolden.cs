using Skeptic.Data;

namespace Skeptic.Tests;

/// <summary>Class counts of the unbalanced training sets of the sparse-regularisation repository: exact.</summary>
internal static class ImbalanceGolden
{
    internal static void Counts(GoldenCase golden)
    {
        var classes = golden.Json.Text("dataset") == "CIFAR100" ? 100 : 10;
        var factor = golden.Json.GetProperty("imb_factor").GetRawText();
        var imbalance = ClassImbalance.Parse($"{(golden.Json.Text("type") == "step" ? "step" : "long-tailed")}:{factor}")!;
        var counts = imbalance.Counts(50_000, classes);
        Assert.Equal(golden.Json.Integers("per_class"), counts);
        Assert.Equal(golden.Json.Integer("total"), counts.Sum());
        var labels = Labels.Cycling(50_000, classes);
        var kept = imbalance.Keep(labels, classes, seed: 1);
        Assert.Equal(counts, Enumerable.Range(0, classes).Select(c => kept.Count(i => labels[i] == c)));
    }
}
