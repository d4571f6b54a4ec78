using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>The other forms of sparse over-parameterisation: on the logits, projected, and with two views.</summary>
public sealed class SopFormsTests
{
    private static readonly int[] s_labels = [0, 1, 2, 2, 1, 0];
    private static readonly int[] s_index = [0, 1, 2, 3, 4, 5];
    private static readonly Numbers s_logits = new([.. Enumerable.Range(0, 18).Select(i => Math.Sin(2 * i))], [6, 3]);

    [Fact]
    public void On_slides_the_squares_are_added_to_the_logits_and_descend_plainly()
    {
        using var harness = Harness("sop-slide", "method.sop-slide.initial=0.3", "method.sop-slide.alpha=5");
        var (u, v) = (harness.Rows("slide-u"), harness.Rows("slide-v"));
        var seen = harness.Step(s_index, s_labels).Only;
        Near.Equal([.. s_logits.Items.Select((f, i) => f + u[i] * u[i] - v[i] * v[i])], seen.Logits, "f + u² - v²");

        for (var i = 0; i < 18; i++)
        {
            var (row, c) = (i / 3, i % 3);
            var exp = seen.Logits[(3 * row)..(3 * row + 3)].Select(Math.Exp).ToArray();
            var slope = (exp[c] / exp.Sum() - (c == s_labels[row] ? 1 : 0)) / 6;
            // alpha times the networks' rate of 0.1.
            Near.Equal(u[i] - 0.5 * 2 * u[i] * slope, harness.Rows("slide-u")[i], $"u {i}");
            Near.Equal(v[i] + 0.5 * 2 * v[i] * slope, harness.Rows("slide-v")[i], $"v {i}");
        }
    }

    [Fact]
    public void On_slides_the_networks_schedule_holds_for_the_noise_too()
    {
        double[] Moved(double rate)
        {
            using var harness = Harness("sop-slide", "method.sop-slide.initial=0.3");
            var before = harness.Rows("slide-u");
            harness.Step(s_index, new Numbers(new double[6], [6, 1]), s_labels, rate: rate);
            return [.. harness.Rows("slide-u").Zip(before, (after, first) => after - first)];
        }

        Near.Equal([.. Moved(1).Select(moved => moved / 4)], Moved(0.25), "u", new Tolerance(1e-4, 1e-6));
    }

    [Theory]
    [InlineData("sop", "u", "v", "method.sop.learningRateU=1")]
    [InlineData("sop-slide", "slide-u", "slide-v", "method.sop-slide.alpha=10")]
    public void Projected_noise_stays_within_one(string method, string u, string v, string rate)
    {
        double Largest(bool project)
        {
            using var harness = Harness(method, $"method.{method}.initial=0.9", $"method.{method}.project={(project ? "true" : "false")}", rate);
            // Only these rows are visited, and only they are cut.
            for (var step = 0; step < 30; step++) harness.Step([0, 1, 2], [0, 1, 2]);
            return harness.Rows(u)[..(harness.Rows(u).Length / 2)].Concat(harness.Rows(v)[..9]).Max(Math.Abs);
        }

        Assert.True(Largest(project: false) > 1);
        Assert.InRange(Largest(project: true), 0, 1);
    }

    [Fact]
    public void The_weight_of_the_squared_error_multiplies_what_moves_v()
    {
        double[] Gradient(string weight)
        {
            using var harness = Harness("sop", "method.sop.initial=0.3", $"method.sop.squaredErrorWeight={weight}");
            return harness.Step(s_index, s_labels).Only.RowGradients["v"];
        }

        Near.Equal([.. Gradient("1").Select(slope => 10 * slope)], Gradient("10"), "gradient of v");
        Assert.All(Gradient("0"), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Two_views_are_the_first_as_it_is_and_the_second_augmented()
    {
        var trained = TinyRun.Recipe("sop+", "method.sop-plus.views=crop:2,cutout:4");
        Assert.Equal("sop+", trained.Method);
        using var workplace = TinyRun.Workplace();
        using var run = new Run(trained, workplace);
        using var scope = Torch.Scope.Open();
        var (first, again) = (Views(run, step: 3), Views(run, step: 3));
        Assert.Equal(2 * 4 * 64, first.Length);
        Assert.Equal(first, again);
        Assert.NotEqual(first[256..], Views(run, step: 4)[256..]);
        Assert.Equal(first[..256], Views(run, step: 4)[..256]);
        Assert.Equal(Numbers.Of(run.Training.InOrder(Torch.Tensor.Arange(4)).Batch(0, 4).Inputs), first[..256]);
        // Cut out pixels are 0; few have that value of their own.
        for (var image = 0; image < 8; image++) Assert.InRange(first[(64 * image)..(64 * image + 64)].Count(value => value == 0), image < 4 ? 0 : 4, image < 4 ? 3 : 19);
    }

    [Fact]
    public void A_step_of_views_that_is_not_known_is_refused()
    {
        using var workplace = TinyRun.Workplace();
        Assert.Contains("method.sop-plus.views: there is no operation 'spin'", Assert.Throws<SettingsException>(() =>
        {
            using var run = new Run(TinyRun.Recipe("sop+", "method.sop-plus.views=crop:2,spin:3"), workplace);
        }).Message);
    }

    [Fact]
    public void Two_views_of_what_is_no_image_are_refused() =>
        Assert.Contains("no images", Assert.Throws<CompositionException>(() => Harness("sop+")).Message);

    private static double[] Views(Run run, int step)
    {
        var order = run.Training.InOrder(Torch.Tensor.Arange(4));
        var branch = new Branch(run, new Clock(0, 4), run.Networks[0], order.Batch(0, 4, 0, step));
        return Numbers.Of(run.Method.Examples(branch).Inputs);
    }

    private static StepHarness Harness(string method, params string[] settings)
    {
        var recipe = new JsonObject { ["method"] = new JsonObject { ["use"] = method }, ["optimiser"] = new JsonObject { ["learningRate"] = 0.1 } };
        foreach (var setting in settings) SettingsTree.Assign(recipe, setting);
        return new StepHarness(recipe, 6, 3, () =>
        {
            var model = new FixedLogits(6, 3);
            model.Set(s_logits);
            return model;
        });
    }
}
