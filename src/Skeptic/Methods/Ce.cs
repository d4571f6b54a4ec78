using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record CeOptions : LossOptions;

/// <summary>-log p_y.</summary>
[Method("plain cross-entropy training: believes every label",
    "Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, Neurocomputing, Springer 1990",
    Deviations = ["what a run without any loss of its own minimises, written out: it takes its place in sums such as ce+rce"])]
public sealed class Ce(CeOptions options) : LossFunction(options)
{
    protected override Tensor Of(Branch branch) => branch.View(0).CrossEntropy(branch.Labels ?? branch.Targets);
}
