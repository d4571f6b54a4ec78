using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record CoTeachingOptions
{
    [Option("share of a batch that is left out in the end; the run's nominal noise rate by default", Minimum = 0, Maximum = 1, Below = true)]
    public double? ForgetRate { get; init; }

    [Option("epochs over which the share grows from 0", Minimum = 1)]
    public int RampEpochs { get; init; } = 10;

    [Option("the final share is raised to this power while it grows, as in the authors' code", Minimum = 0, Above = true)]
    public double Exponent { get; init; } = 1;

    [Option("divide the mean loss of the kept samples by their number once more, as the authors' code does")]
    public bool DivideTwice { get; init; }
}

/// <summary>
/// Two networks; each is trained on the samples of the batch that the other finds easy: the (1 - R(T)) B with the smallest
/// losses (the paper's algorithm 1). Both select before either steps.
/// </summary>
[Method("co-teaching: two networks, each trained on the samples that have a small loss in the other",
    "Han, Yao, Yu, Niu, Xu, Hu, Tsang and Sugiyama, Co-teaching: Robust Training of Deep Neural Networks with Extremely Noisy Labels, NeurIPS 2018",
    Deviations =
    [
        "the ramp is tau e / (T - 1) as coded, not tau T / T_k as written, and epochs count from the first trained one",
        "the mean over the kept samples is not divided by their number again unless divideTwice says so",
        "at least one sample is kept, and ties go to the earlier row",
    ])]
public sealed class CoTeaching : IWeights, IObserve, ILabelScores
{
    private readonly CoTeachingOptions _options;
    private readonly double _forgetRate;
    private readonly PerSample _kept;

    public CoTeaching(CoTeachingOptions options, Needs needs)
    {
        _options = options;
        _forgetRate = needs.RateOr(options.ForgetRate, "method.co-teaching.forgetRate");
        _kept = needs.Memory("kept", 1);
        needs.Networks(2);
    }

    public Tensor Weights(Branch branch)
    {
        var losses = branch.Peers[0].Losses;
        var size = losses.Count;
        var keep = Keep(branch.Clock.Epoch, size);
        if (keep == size && !_options.DivideTwice) return Tensor.Ones([size], losses.Type, losses.Device);
        var weight = (double)size / keep / (_options.DivideTwice ? keep : 1);
        return Tensor.Zeros([size], losses.Type, losses.Device).SetAt(losses.ArgSort().Rows(0, keep), weight);
    }

    /// <remarks>How often a sample was kept once the ramp is over: wrong labels are kept rarely.</remarks>
    public void Observe(Branch branch)
    {
        if (branch.Clock.Epoch < Math.Min(_options.RampEpochs, branch.Clock.Epochs - 1) || branch.Examples.Index is null) return;
        _kept[branch] = _kept[branch] + (branch.Weights! > 0).To(ScalarType.Float32).Unsqueeze(1);
    }

    public LabelScores LabelScores(Run run)
    {
        // Counts tie, so the mean loss decides among equals: it is squeezed into less than one count.
        var loss = run.Logits.CrossEntropy(run.GivenLabels);
        var rank = loss / (1 + loss.Max());
        return new("co-teaching: how rarely kept", rank - _kept.Mean().Squeeze(1));
    }

    /// <summary>The share left out in 0-based <paramref name="epoch"/>.</summary>
    internal double ForgetRate(int epoch)
    {
        var ramp = _options.RampEpochs;
        if (epoch >= ramp) return _forgetRate;
        var top = Math.Pow(_forgetRate, _options.Exponent);
        // Divided first, then multiplied, as NumPy's linspace does: the number kept is cut off, so the last bit of a rate matters.
        return epoch == 0 ? 0 : epoch == ramp - 1 ? top : top / (ramp - 1) * epoch;
    }

    internal long Keep(int epoch, long size) => Math.Max(1, (long)((1 - ForgetRate(epoch)) * size));
}
