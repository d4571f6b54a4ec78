using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>The trained noise s_i = u_i² e_y - v_i² (1 - e_y) of every sample, and the losses that it is trained by.</summary>
internal sealed class SopNoise
{
    internal const double Floor = 1e-4;
    private readonly SopOptions _options;
    private readonly PerSample _u, _v;

    internal SopNoise(SopOptions options, Needs needs)
    {
        _options = options;
        double? bound = options.Project ? 1 : null;
        _u = needs.Variable("u", 1, Initial.Normal(options.Initial), new RowTraining(options.LearningRateU, Bound: bound));
        _v = needs.Variable("v", needs.Classes, Initial.Normal(options.Initial), new RowTraining(options.LearningRateV, Bound: bound));
    }

    /// <summary>q, the probability with the noise added, floored and normalised again: <c>[B,K]</c>. Moves the network and u, not v.</summary>
    internal Tensor Corrected(Branch branch)
    {
        var (plus, minus) = Parts(branch);
        var corrected = (branch.Probabilities + plus - minus.Detach()).Clamp(Floor);
        return (corrected / corrected.Sum(1, keep: true).Clamp(Floor)).Clamp(Floor, 1);
    }

    /// <summary>Cross-entropy of <see cref="Corrected"/> plus the squared error of the corrected hard prediction: <c>[B]</c>.</summary>
    internal Tensor Losses(Branch branch)
    {
        var y = branch.Examples.Targets;
        var (plus, minus) = Parts(branch);
        var ce = -(y * Corrected(branch).Log()).Sum(1);

        var hard = branch.View(0).Detach().ArgMax(1).OneHot(branch.Run.Classes);
        var plusForMse = _options.GradientOfU == SopGradient.CeOnly ? plus.Detach() : plus;
        var mse = (hard + plusForMse - minus - y).Square().Sum(1);
        return ce + (_options.SquaredErrorWeight == 1 ? mse : _options.SquaredErrorWeight * mse);
    }

    internal LabelScores LabelScores(Run run, string method)
    {
        // Unclipped squares, since clipping would tie thousands of samples; logarithms, since untouched entries are 1e-16.
        var (u, v) = (_u.Mean().Square().Squeeze(1), _v.Mean().Square());
        var others = v * (1 - run.GivenLabels.OneHot(run.Classes));
        var tiny = _options.Initial * _options.Initial * 1e-6;
        var suspicion = u.Clamp(tiny).Log() + others.Max(1).Clamp(tiny).Log();
        var (keep, moved) = (1 - u.Clamp(0, 1), others.Clamp(0, 1));
        var suggested = (keep >= moved.Max(1)).Choose(run.GivenLabels, moved.ArgMax(1));
        return new($"{method}: log u² + log max v²", suspicion, suggested);
    }

    private (Tensor Plus, Tensor Minus) Parts(Branch branch)
    {
        var y = branch.Examples.Targets;
        return ((_u[branch].Square() * y).Clamp(0, 1), (_v[branch].Square() * (1 - y)).Clamp(0, 1));
    }
}
