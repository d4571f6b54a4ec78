using System.Text.Json;
using Skeptic.Methods;
using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>The losses of the stages of NLNL, with the complementary labels that the file caught from the authors' code.</summary>
internal static class NegativeLearningGolden
{
    // The file's float32 class weights, widened.
    private static readonly Tolerance s_weights = new(1e-9, 1e-12);

    internal static void Case(GoldenCase golden)
    {
        using var scope = Scope.Open();
        var (json, input) = (golden.Json, golden.Root.GetProperty("inputs").GetProperty(golden.Json.Text("input")));
        var logits = input.Numbers("logits").ToTensor(ScalarType.Float64).WithGrad();
        int[] given = input.Integers("labels");
        var labels = Classes(given, [given.Length]);
        var weights = json.Numbers("class_weights").ToTensor(ScalarType.Float64);
        var losses = Stage(golden.Id) switch
        {
            "pseudo2" => NegativeLearning.Soft(logits, json.Numbers("soft_labels").ToTensor(ScalarType.Float64), weights),
            "SelPL" => NegativeLearning.Positive(logits, labels, weights, Kept(json)),
            "SelNL" => NegativeLearning.Negative(logits, labels, Complementary(json), weights, Kept(json)),
            _ => NegativeLearning.Negative(logits, labels, Complementary(json), weights),
        };
        Assert.Equal([given.Length], losses.Shape);
        var loss = losses.Mean();
        loss.Backward();
        Near.Equal(json.Double("loss"), loss.ToDouble(), "loss", s_weights);
        Near.Equal(json.Doubles("grad"), Numbers.Of(logits.Grad!), "gradient", s_weights);
    }

    private static string Stage(string id) => id.Split('/')[1];

    private static Tensor Complementary(JsonElement json)
    {
        var drawn = json.Numbers("complementary_labels");
        return Classes([.. drawn.Items.Select(item => (int)item)], drawn.Shape);
    }

    /// <summary>By the threshold that the case states, which must be the mask that it states.</summary>
    private static Tensor Kept(JsonElement json)
    {
        var kept = json.Doubles("kept");
        var history = json.Numbers("hist_mean_prob_of_label").ToTensor(ScalarType.Float64);
        var mask = history >= (json.Text("threshold").StartsWith("1/K", StringComparison.Ordinal) ? 0.1 : 0.5);
        Assert.Equal(kept, Numbers.Of(mask));
        return mask;
    }

    private static Tensor Classes(int[] items, long[] shape) => Tensor.From<int>(items, shape).To(ScalarType.Int64);
}
