using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Networks;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Methods compose freely, or say why not.</summary>
public sealed class PairTests
{
    private static readonly int[] s_batch = [0, 1, 2, 3, 4, 5];
    private static readonly Dataset s_data = TinyData.Images(12, 3);

    public static TheoryData<string> Methods => [.. MethodCatalogue.All.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_beside_every_other_takes_a_finite_step_or_is_refused_in_a_sentence_that_names_both(string method)
    {
        var composed = 0;
        foreach (var other in MethodCatalogue.All.Select(entry => entry.Key).TakeWhile(other => other != method))
        {
            // What is refused is refused in either order; what is not takes its step in this one.
            var (refused, reversed) = (Refusal(other, method), Refusal(method, other));
            Assert.Equal(refused is null, reversed is null);
            if (refused is null) Step($"{other}+{method}");
            else Assert.All([refused, reversed!], sentence => NamesBoth(sentence, other, method));
            composed += refused is null ? 1 : 0;
        }
        Assert.True(composed > 0 || method == MethodCatalogue.All[0].Key, $"{method} goes with no other method");
    }

    private static void NamesBoth(string sentence, string a, string b)
    {
        Assert.True(sentence.Split(' ').Length >= 5, sentence);
        foreach (var key in new[] { a, b }) Assert.Matches($@"(?<![\w-]){key}(?![\w-])", sentence);
    }

    private static string? Refusal(string a, string b)
    {
        try
        {
            MethodCatalogue.Compose($"{a}+{b}", [], new Needs(s_data.Train.Count, TinyData.Classes, 0.3));
            return null;
        }
        catch (CompositionException refused)
        {
            return refused.Message;
        }
    }

    private static void Step(string methods)
    {
        var recipe = new JsonObject { ["method"] = new JsonObject { ["use"] = methods }, ["noise"] = "symmetric:0.3" };
        foreach (var setting in MethodNeeds.Of(methods)) SettingsTree.Assign(recipe, setting);
        using var harness = new StepHarness(recipe, s_data, () =>
        {
            using var init = new Generator(1);
            return NetworkCatalogue.Find("mlp").Create(new NetworkShape(s_data.Train.Inputs.SampleShape, TinyData.Classes, 0.05), init);
        });
        var seen = harness.Step(s_batch);
        Assert.True(double.IsFinite(seen.Objective), $"{methods}: the objective is {seen.Objective}");
        foreach (var (name, value) in harness.Run.State().Where(tensor => !tensor.Name.StartsWith("watch.", StringComparison.Ordinal) && tensor.Value.Type == ScalarType.Float32))
            Assert.True(Numbers.Of(value).All(double.IsFinite), $"{methods}: {name} is not finite");
    }
}
