using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NlOptions : LossOptions
{
    [Option("classes drawn for each sample and step, with replacement; 110 is used for CIFAR-100", Minimum = 1, Maximum = 10_000)]
    public int Draws { get; init; } = 1;
}

/// <summary>-w_y sum_l log(1 - p_c(l)) for classes c(l) drawn anew at every step from all but the label; w_y is the largest class over y's.</summary>
[Method("negative learning: says of random other classes that a sample is not of them",
    "Kim, Yim, Yun and Kim, NLNL: Negative Learning for Noisy Labels, ICCV 2019",
    Deviations =
    [
        "the first stage alone, as later papers compare with it: selective and positive learning and pseudo-labels are left out",
        "1 - p is floored at 1e-5, and the draws of a sample are summed, as coded",
        "of a soft target it is the mixture of the labels' losses, with equal distances between label and drawn class",
    ])]
public sealed class Nl(NlOptions options, Needs needs) : LossFunction(options)
{
    private readonly SharedState _classWeights = needs.Shared("nl-class-weights", needs.Classes);
    private bool _weighed;

    protected override Tensor Of(Branch branch)
    {
        var (logits, classes, weights) = (branch.View(0), branch.Run.Classes, ClassWeights(branch.Run));
        var offsets = NegativeLearning.Offsets(branch, options.Draws, "negative learning");
        if (branch.Labels is { } labels)
            return NegativeLearning.Negative(logits, labels, NegativeLearning.Complementary(labels, offsets, classes), weights);

        var refused = NegativeLearning.Refused(logits);
        Tensor? sum = null;
        for (var draw = 0; draw < options.Draws; draw++)
        {
            // The class drawn for each label that the sample might have: [B,K].
            var drawn = (Tensor.Arange(classes, logits.Device).Unsqueeze(0) + offsets.Transpose().Rows(draw, 1).Transpose()).Remainder(classes);
            sum = sum is null ? refused.Gather(drawn) : sum + refused.Gather(drawn);
        }
        return -(branch.Targets * weights * sum!).Sum(1);
    }

    /// <summary>By the labels that are trained on; they never change, so a resumed run finds the same.</summary>
    private Tensor ClassWeights(Run run)
    {
        if (_weighed) return _classWeights.Value;
        _weighed = true;
        using var off = Grad.Off();
        return _classWeights.Value.CopyFrom(NegativeLearning.ClassWeights(run.GivenLabels, run.Classes));
    }
}
