using FsCheck;
using FsCheck.Fluent;
using Skeptic.Methods;

namespace Skeptic.Tests;

/// <summary>What theory says of the losses, for whatever logits.</summary>
public sealed class LossTests
{
    private const int Classes = 5;
    private static readonly int[] s_each = [0, 1, 2, 3, 4];
    private static readonly Gen<double[]> s_row = Gen.Choose(-10_000, 10_000).Select(i => i / 1000.0).ArrayOf(Classes);
    private static readonly Gen<double[]> s_rows = Gen.Choose(-10_000, 10_000).Select(i => i / 1000.0).ArrayOf(Classes * Classes);

    /// <summary>All losses that are functions of logits and targets.</summary>
    public static TheoryData<string> Losses =>
        [.. MethodCatalogue.All.Where(entry => typeof(LossFunction).IsAssignableFrom(entry.MethodType)).Select(entry => entry.Key)];

    [Theory]
    [InlineData("mae", 2 * (Classes - 1))]
    [InlineData("nmae", 1)]
    [InlineData("rce", 9.210340371976182 * (Classes - 1))]
    [InlineData("nrce", 1)]
    [InlineData("nce", 1)]
    [InlineData("nfl", 1)]
    [InlineData("ngce", 1)]
    public void A_symmetric_loss_sums_to_a_constant_over_the_labels(string loss, double constant)
    {
        using var probe = new LossProbe(loss, Classes, Classes);
        ForAll(s_row, row => Near.Equal(constant, SumOverLabels(probe, row), "sum over the labels", new Tolerance(1e-6, 0)));
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("focal")]
    [InlineData("gce")]
    [InlineData("sce")]
    [InlineData("phuber-ce")]
    [InlineData("agce")]
    [InlineData("aul")]
    [InlineData("ael")]
    [InlineData("anl")]
    public void Any_loss_sums_to_the_same_for_all_permutations_of_a_prediction(string loss)
    {
        using var probe = new LossProbe(loss, Classes, Classes);
        ForAll(s_row, row =>
        {
            double[] turned = [row[3], row[0], row[4], row[2], row[1]];
            Near.Equal(SumOverLabels(probe, row), SumOverLabels(probe, turned), "sum over the labels", new Tolerance(1e-9, 1e-12));
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_target_that_is_a_label_has_the_labels_loss(string loss)
    {
        using var hard = new LossProbe(loss, Classes, Classes);
        using var soft = new LossProbe("label-smoothing+" + loss, Classes, Classes, "method.label-smoothing.epsilon=0");
        ForAll(s_rows, rows =>
        {
            var (a, b) = (hard.Of(rows, s_each), soft.Of(rows, s_each));
            Near.Equal(a.Only.Losses, b.Only.Losses, "losses", new Tolerance(1e-9, 1e-12));
            Near.Equal(a.OfLogits(), b.OfLogits(), "gradients", new Tolerance(1e-9, 1e-12));
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_loss_of_a_mixture_is_the_mixture_of_the_losses(string loss)
    {
        using var hard = new LossProbe(loss, Classes, Classes);
        using var soft = new LossProbe("label-smoothing+" + loss, Classes, Classes, "method.label-smoothing.epsilon=0.3");
        ForAll(s_row, row =>
        {
            // One row at a time: nl draws for every row of a batch, and the same for every first row.
            double[] each = [.. s_each.Select(label => hard.Of(row, [label]).Objective)];
            for (var label = 0; label < Classes; label++)
                Near.Equal(0.7 * each[label] + 0.06 * each.Sum(), soft.Of(row, [label]).Objective, $"loss of label {label}", new Tolerance(1e-6, 1e-9));
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Extreme_logits_have_finite_losses_and_gradients(string loss)
    {
        double[] sizes = [1e4, -1e4, 0, 30, -30];
        double[] rows = [.. s_each.SelectMany(shift => s_each.Select(k => sizes[(k + shift) % Classes]))];
        double[] saturated = [.. s_each.SelectMany(_ => new[] { 1e4, -1e4, -1e4, -1e4, -1e4 })];
        foreach (var methods in new[] { loss, "label-smoothing+" + loss })
            foreach (var inDouble in new[] { true, false })
            {
                using var probe = new LossProbe(methods, Classes, Classes, inDouble);
                foreach (var logits in new[] { rows, saturated, new double[Classes * Classes] })
                {
                    var seen = probe.Of(logits, s_each);
                    Assert.All(seen.Only.Losses, value => Assert.True(double.IsFinite(value), $"{methods}: a loss is {value}"));
                    Assert.All(seen.OfLogits(), slope => Assert.True(double.IsFinite(slope), $"{methods}: a gradient is {slope}"));
                }
            }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_weight_multiplies_loss_and_gradient(string loss)
    {
        using var plain = new LossProbe(loss, Classes, Classes);
        using var weighed = new LossProbe(loss, Classes, Classes, $"method.{loss}.weight=2.5");
        ForAll(s_rows, rows =>
        {
            var (a, b) = (plain.Of(rows, s_each), weighed.Of(rows, s_each));
            Near.Equal(2.5 * a.Objective, b.Objective, "loss", new Tolerance(1e-10, 1e-13));
            Near.Equal([.. a.OfLogits().Select(slope => 2.5 * slope)], b.OfLogits(), "gradient", new Tolerance(1e-10, 1e-13));
        });
    }

    [Fact]
    public void Losses_add_up_with_their_weights()
    {
        using var sum = new LossProbe("ce+rce", Classes, Classes, "method.ce.weight=0.1", "method.rce.weight=2");
        using var named = new LossProbe("sce", Classes, Classes, "method.sce.alpha=0.1", "method.sce.beta=2");
        ForAll(s_rows, rows =>
        {
            var (a, b) = (sum.Of(rows, s_each), named.Of(rows, s_each));
            Near.Equal(a.Objective, b.Objective, "loss", new Tolerance(1e-10, 0));
            Near.Equal(a.OfLogits(), b.OfLogits(), "gradient", new Tolerance(1e-10, 1e-13));
        });
    }

    [Fact]
    public void Cross_entropy_written_out_is_the_same_bits_as_cross_entropy_by_default()
    {
        var written = TinyRun.Train(TinyRun.Recipe("ce", "epochs=1"));
        var none = TinyRun.Train(TinyRun.Recipe("cdr", "epochs=1", "method.cdr.noiseRate=0"));
        Assert.Equal(none.State, written.State);
    }

    private static double SumOverLabels(LossProbe probe, double[] row) =>
        probe.Of([.. Enumerable.Repeat(row, Classes).SelectMany(logits => logits)], s_each).Only.Losses.Sum();

    private static void ForAll<T>(Gen<T> any, Action<T> holds) => Prop.ForAll(any.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
}
