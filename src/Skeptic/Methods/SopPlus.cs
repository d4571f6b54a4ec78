using Skeptic.Augmentation;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record SopPlusOptions : SopOptions
{
    [Option("of the term that keeps the two views' predictions together; 0 leaves it out", Minimum = 0)]
    public double Consistency { get; init; } = 0.9;

    [Option("of the term that keeps all classes in use; 0 leaves it out", Minimum = 0)]
    public double Balance { get; init; } = 0.1;

    [Option("how the second view is made: auto is autoaugment,crop:4,flip,cutout:16 for images with colour and rotate:15,crop:2,cutout:8 for those without; none shows the same inputs twice")]
    public string Views { get; init; } = "auto";
}

/// <summary>
/// <c>sop</c> on the first view of every sample, plus two terms that do not look at labels: the second, strongly augmented view
/// is drawn to the first one's prediction, and the mean corrected prediction to the uniform distribution. Both views go through
/// the network in one pass.
/// </summary>
[Method("SOP+: sparse over-parameterisation with a second, augmented view and balanced classes",
    "Liu, Zhu, Qu and You, Robust Training under Label Noise by Over-parameterization, ICML 2022",
    Deviations =
    [
        "as coded: the second view only enters the consistency term, which has no ramp, temperature or threshold",
        "the second view is normalised as the first; the authors' loader takes CIFAR-10's constants for CIFAR-100's second view",
        "images without colour get rotate:15,crop:2,cutout:8: flips and inversion change what a digit is, and 16 pixels are most of it",
        "all deviations of sop",
    ])]
public sealed class SopPlus : IExamples, ILosses, IPenalty, ILabelScores
{
    private const string ForColour = "autoaugment,crop:4,flip,cutout:16", ForGrey = "rotate:15,crop:2,cutout:8";
    private readonly SopPlusOptions _options;
    private readonly SopNoise _noise;
    private readonly AugmentationPipeline _views;

    public SopPlus(SopPlusOptions options, Needs needs)
    {
        _options = options;
        _noise = new SopNoise(options, needs);
        _views = AugmentationPipeline.Parse(
            options.Views != "auto" ? options.Views : needs.SampleShape is [1, _, _] ? ForGrey : ForColour, "method.sop-plus.views");
        if (_views.IsNone || needs.SampleShape is not { } shape) return;
        if (shape.Count != 3)
            throw new CompositionException("sop-plus compares two views of an image, and the samples of this data set are no images; use sop, or say --set method.sop-plus.views=none");
        _views.Check(shape);
    }

    public Examples Examples(Branch branch)
    {
        var batch = branch.Batch;
        return new(Tensor.Cat([batch.Inputs, _views.IsNone ? batch.Inputs : batch.View(_views, "sop-plus")]), batch.Labels, batch.Index, branch.Run.Classes, views: 2);
    }

    public Tensor Losses(Branch branch) => _noise.Losses(branch);

    public Tensor Penalty(Branch branch)
    {
        var penalty = Tensor.Zeros([], branch.Logits.Type, branch.Logits.Device);
        if (_options.Consistency > 0)
        {
            var first = branch.View(0).Detach();
            penalty += _options.Consistency * (first.Softmax() * (first.LogSoftmax() - branch.View(1).LogSoftmax())).Sum(1).Mean();
        }
        if (_options.Balance > 0) penalty -= _options.Balance * branch.Whole.Mean(_noise.Corrected(branch)).Clamp(SopNoise.Floor, 1).Log().Mean();
        return penalty;
    }

    public LabelScores LabelScores(Run run) => _noise.LabelScores(run, "sop-plus");
}
