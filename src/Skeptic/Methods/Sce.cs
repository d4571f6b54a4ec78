using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record SceOptions : LossOptions
{
    [Option("multiplies cross-entropy", Minimum = 0)]
    public double Alpha { get; init; } = 0.1;

    [Option("multiplies reverse cross-entropy", Minimum = 0)]
    public double Beta { get; init; } = 1;
}

/// <summary>alpha CE + beta RCE, the paper's equation 5; the same as <c>ce+rce</c> with these weights.</summary>
[Method("symmetric cross-entropy: cross-entropy learns, reverse cross-entropy tolerates noise",
    "Wang, Ma, Chen, Luo, Yi and Bailey, Symmetric Cross Entropy for Robust Learning with Noisy Labels, ICCV 2019",
    Deviations =
    [
        "log 0 is ln 1e-4 = -9.21 as coded, so beta weighs 2.3 times as much as with the paper's A = -4",
        "defaults are those for CIFAR-10; published code has 0.01 and 1 (or 1 and 1) for MNIST, 6 and 0.1 for CIFAR-100",
    ])]
public sealed class Sce(SceOptions options) : LossFunction(options)
{
    protected override Tensor Of(Branch branch) =>
        options.Alpha * branch.View(0).CrossEntropy(branch.Labels ?? branch.Targets) + options.Beta * Rce.Zero * Rce.Others(branch);
}
