using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public enum CdrDecay
{
    /// <summary>Weight decay of the optimiser, as in the authors' code.</summary>
    L2,

    /// <summary>sgn(w), as in the paper; set the optimiser's weight decay to 0.</summary>
    L1,
}

public sealed record CdrOptions
{
    [Option("share of parameters that are not critical, and how much gradients shrink; the run's nominal noise rate by default", Minimum = 0, Maximum = 1, Below = true)]
    public double? NoiseRate { get; init; }

    [Option("l2: as coded, the optimiser's weight decay; l1: as in the paper, decayRate times the sign of the weight")]
    public CdrDecay Decay { get; init; }

    [Option("strength of the l1 decay", Minimum = 0)]
    public double DecayRate { get; init; } = 1e-3;

    [Option("also scale the gradients of biases and normalisation, which the authors' code leaves alone")]
    public bool ScaleBiases { get; init; }

    [Option("also forget the momentum of weights that are not critical, so that only decay moves them, as the paper says")]
    public bool StrictNonCritical { get; init; }
}

/// <summary>
/// Per step, over all weights of linear and convolutional layers together: a weight is critical if |g w| is among the largest
/// (1 - tau) of them. Critical ones step with (1 - tau) g, the others with 0, so that only decay and momentum move them.
/// </summary>
[Method("critical parameters: only weights with a large |gradient x weight| learn from a step, the others decay",
    "Xia, Liu, Han, Gong, Wang, Ge and Chang, Robust early-learning: Hindering the memorization of noisy labels, ICLR 2021",
    Deviations =
    [
        "as coded, not as written: one global threshold, only tensors of 2 or 4 dimensions are ranked, biases and normalisation keep their gradient, decay is L2",
        "the authors' gradual schedule is overwritten in their code before it is used, and so is absent here",
        "non-critical weights coast on momentum, as in the authors' code, unless strictNonCritical says otherwise",
        "the l1 decay is added after clipping, where the optimiser adds its own",
        "at least one weight is kept where the authors' code fails",
    ])]
public sealed class Cdr : IGradients, IDecay
{
    private readonly CdrOptions _options;
    private readonly double _keep;

    public Cdr(CdrOptions options, Needs needs)
    {
        _options = options;
        _keep = 1 - needs.RateOr(options.NoiseRate, "method.cdr.noiseRate");
    }

    public void Gradients(Branch branch)
    {
        var ranked = new List<(string Name, Tensor Gradient, Tensor Score)>();
        foreach (var (name, weight) in branch.Network.Model.Parameters)
        {
            if (weight.Grad is not { } gradient) continue;
            if (weight.Rank is 2 or 4) ranked.Add((name, gradient, (gradient * weight).Abs()));
            else if (_options.ScaleBiases) gradient.MultiplyInPlace(_keep);
        }
        var threshold = Threshold([.. ranked.Select(pair => pair.Score)], _keep);
        foreach (var (name, gradient, score) in ranked)
        {
            var critical = (score >= threshold).To(gradient.Type);
            if (_options.StrictNonCritical) branch.Network.Optimiser.Momentum(name)?.MultiplyInPlace(critical);
            gradient.MultiplyInPlace(critical.MultiplyInPlace(_keep));
        }
    }

    public void Decay(Branch branch)
    {
        if (_options.Decay != CdrDecay.L1) return;
        foreach (var (_, weight) in branch.Network.Model.Parameters) weight.Grad?.AddInPlace(weight.Sign(), _options.DecayRate);
    }

    /// <summary>How many of <paramref name="weights"/> are critical: truncated as the authors' double arithmetic does.</summary>
    internal static long KeepCount(double keep, long weights) => Math.Max(1, (long)(keep * weights));

    private static Tensor Threshold(Tensor[] scores, double keep)
    {
        var all = Tensor.Cat([.. scores.Select(score => score.Flatten())]);
        return all.KthLargest(KeepCount(keep, all.Count));
    }
}
