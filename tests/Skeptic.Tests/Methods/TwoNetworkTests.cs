using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Two networks side by side: which samples teach, and what is minimised.</summary>
public sealed class TwoNetworkTests
{
    private const int Classes = 3;

    // The first network says 0, 1, 2, 0 and the second 0, 2, 2, 1: rows 1 and 3 divide them.
    private static readonly double[] s_first = [2, 0, 0, 0, 3, 1, 0, 0.5, 1, 1.5, 1, 0];
    private static readonly double[] s_second = [1, 0, 0, 0, 1, 1.4, 0, 0, 4, 0.2, 0.4, 0.3];
    private static readonly int[] s_labels = [0, 1, 0, 1];

    [Fact]
    public void Only_what_divides_the_networks_teaches_and_of_that_the_peers_smallest_losses()
    {
        using var harness = Harness("co-teaching-plus", s_first, s_second, "forgetRate=0.5", "rampEpochs=1");
        var seen = harness.Step([0, 1, 2, 3], s_labels, epoch: 5);
        // Of rows 1 and 3 the second network finds row 1 at 1.05 and row 3 at 1.00, the first one 0.17 and 1.10.
        Assert.True(seen.Branches[1].Losses[3] < seen.Branches[1].Losses[1] && seen.Branches[0].Losses[1] < seen.Branches[0].Losses[3]);
        Near.Equal([0, 0, 0, 4], seen.Branches[0].Weights!, "weights of the first network");
        Near.Equal([0, 4, 0, 0], seen.Branches[1].Weights!, "weights of the second network");
    }

    [Fact]
    public void All_of_the_disagreement_teaches_where_a_share_of_it_would_be_nothing()
    {
        using var harness = Harness("co-teaching-plus", s_first, s_second, "forgetRate=0.9", "rampEpochs=1");
        var seen = harness.Step([0, 1, 2, 3], s_labels, epoch: 5);
        Assert.All(seen.Branches, branch => Near.Equal([0, 2, 0, 2], branch.Weights!, "weights"));
    }

    [Fact]
    public void The_mean_is_divided_once_more_if_it_is_asked_to()
    {
        using var harness = Harness("co-teaching-plus", s_first, s_second, "forgetRate=0.9", "rampEpochs=1", "divideTwice=true");
        var seen = harness.Step([0, 1, 2, 3], s_labels, epoch: 5);
        Assert.All(seen.Branches, branch => Near.Equal([0, 1, 0, 1], branch.Weights!, "weights"));
    }

    [Fact]
    public void Before_its_first_epochs_are_over_it_is_Co_teaching()
    {
        using var plus = Harness("co-teaching-plus", s_first, s_second, "forgetRate=0.5", "rampEpochs=1", "initEpochs=6", "doubleSoftmax=true");
        using var plain = Harness("co-teaching", s_first, s_second, "forgetRate=0.5", "rampEpochs=1");
        var (a, b) = (plus.Step([0, 1, 2, 3], s_labels, epoch: 5), plain.Step([0, 1, 2, 3], s_labels, epoch: 5));
        Assert.Equal(b.Objective, a.Objective);
        for (var net = 0; net < 2; net++)
        {
            Assert.Equal(b.Branches[net].Weights, a.Branches[net].Weights);
            Assert.Equal(b.Branches[net].RawGradients["logits"], a.Branches[net].RawGradients["logits"]);
        }
        Assert.NotEqual(plain.Step([0, 1, 2, 3], s_labels, epoch: 6).Objective, plus.Step([0, 1, 2, 3], s_labels, epoch: 6).Objective);
    }

    [Theory]
    [InlineData("agreeingSteps=21", false, 4, 0, 1)]
    [InlineData("agreeingSteps=20", false, 4, 0, 0)]
    [InlineData("agreeingSteps=20", true, 4, 4, 1)]
    [InlineData("agreeingSteps=20", true, 4, 5, 0)]
    public void A_batch_without_disagreement_teaches_as_a_whole_for_a_number_of_steps(string steps, bool product, int epoch, int number, double weight)
    {
        // 20 samples in batches of 4: five steps an epoch.
        using var harness = Harness("co-teaching-plus", s_first, s_first, "forgetRate=0.5", "rampEpochs=1", steps, product ? "multiplySteps=true" : "multiplySteps=false");
        var seen = harness.Step([0, 1, 2, 3], s_labels, epoch, number: number);
        Assert.All(seen.Branches, branch => Near.Equal([weight, weight, weight, weight], branch.Weights!, "weights"));
        if (weight == 0) Assert.All(seen.Branches[0].RawGradients["logits"], gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void The_joint_loss_chooses_what_teaches_both_networks(double lambda)
    {
        using var harness = Harness("jocor", s_first, s_second, "forgetRate=0.5", "rampEpochs=1", $"lambda={lambda}");
        var seen = harness.Step([0, 1, 2, 3], s_labels, epoch: 5);
        var joint = Joint(s_first, s_second, lambda);
        Near.Equal(joint.Order().Take(2).Average(), seen.Objective, "objective");

        // By finite differences, since each network's gradient passes through the distance too.
        const double Step = 1e-5;
        for (var net = 0; net < 2; net++)
            for (var i = 0; i < s_first.Length; i++)
            {
                double At(double by)
                {
                    double[][] moved = [[.. s_first], [.. s_second]];
                    moved[net][i] += by;
                    return Joint(moved[0], moved[1], lambda).Order().Take(2).Average();
                }
                Near.Equal((At(Step) - At(-Step)) / (2 * Step), seen.Branches[net].RawGradients["logits"][i], $"gradient of network {net + 1}, entry {i}", new Tolerance(1e-4, 1e-6));
            }
    }

    [Fact]
    public void Joint_training_counts_what_it_keeps_in_both_networks()
    {
        using var harness = Harness("jocor", s_first, s_second, "forgetRate=0.5", "rampEpochs=1", "lambda=1");
        harness.Step([0, 1, 2, 3], s_labels, epoch: 5);
        var smallest = Joint(s_first, s_second, 1).Index().OrderBy(loss => loss.Item).Take(2).Select(loss => loss.Index).Order();
        foreach (var table in new[] { "per-sample0.kept", "per-sample1.kept" })
            Assert.Equal(smallest, harness.State(table).Index().Where(count => count.Item == 1).Select(count => count.Index));
    }

    [Theory]
    [InlineData("co-teaching", 1, 2)]
    [InlineData("co-teaching-plus", 1, 0)]
    [InlineData("jocor", 1, 2)]
    [InlineData("elr-plus", 3, 2)]
    [InlineData("divide-mix", 1, 3)]
    public void Further_networks_bring_weights_and_no_second_copy_of_the_data(string method, int networks, int tables)
    {
        using var workplace = TinyRun.Workplace();
        var before = Live.Tensors();
        long alone, model;
        using (var run = new Run(TinyRun.Recipe("ce"), workplace)) (alone, model) = (Live.Tensors() - before, run.Networks[0].Model.StateDict().Count);
        // What the workplace keeps was made by the first run.
        before = Live.Tensors();
        using (var run = new Run(TinyRun.Recipe("ce"), workplace)) alone = Live.Tensors() - before;
        using (var run = new Run(TinyRun.Recipe(method), workplace)) Assert.Equal(networks * model + tables, Live.Tensors() - before - alone);
    }

    /// <summary>(1 - lambda)(l1 + l2) + lambda (KL(p1 | p2) + KL(p2 | p1)) of every row.</summary>
    private static double[] Joint(double[] first, double[] second, double lambda)
    {
        static double[] Log(double[] logits, int row)
        {
            var z = logits[(row * Classes)..((row + 1) * Classes)];
            var sum = Math.Log(z.Sum(Math.Exp));
            return [.. z.Select(value => value - sum)];
        }

        return [.. s_labels.Select((label, row) =>
        {
            var (p, q) = (Log(first, row), Log(second, row));
            var distance = p.Zip(q, (a, b) => Math.Exp(a) * (a - b) + Math.Exp(b) * (b - a)).Sum();
            return (1 - lambda) * -(p[label] + q[label]) + lambda * distance;
        })];
    }

    private static StepHarness Harness(string method, double[] first, double[] second, params string[] options)
    {
        var recipe = new JsonObject { ["batch"] = 4, ["method"] = new JsonObject { ["use"] = method } };
        foreach (var option in options) SettingsTree.Assign(recipe, $"method.{method}.{option}");
        var made = 0;
        return new StepHarness(recipe, 20, Classes, () =>
        {
            var model = new FixedLogits(4, Classes);
            model.Set(new Numbers(made++ == 0 ? first : second, [4, Classes]));
            return model;
        });
    }
}
