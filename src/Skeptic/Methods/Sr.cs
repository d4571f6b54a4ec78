using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record SrOptions
{
    [Option("temperature: what logits are divided by before any loss sees them", Minimum = 0, Above = true)]
    public double Tau { get; init; } = 0.1;

    [Option("of the norm; the smaller, the closer to counting classes", Minimum = 0, Above = true, Maximum = 1)]
    public double P { get; init; } = 0.1;

    [Option("strength of the regulariser in the first epoch", Minimum = 0)]
    public double Lambda { get; init; } = 4;

    [Option("what the strength is multiplied by", Minimum = 1)]
    public double Rho { get; init; } = 2;

    [Option("epochs between two multiplications", Minimum = 1)]
    public int Every { get; init; } = 5;

    [Option("divide the logits of every sample by their Euclidean length before the temperature does")]
    public bool Normalise { get; init; }
}

/// <summary>
/// Losses see x = z/tau, and lambda_t mean_i sum_k softmax(x_i)_k^p is added, lambda_t = lambda rho^floor(t/every): outputs near one-hot make
/// any loss tolerate symmetric noise (the paper's theorem 1). At test time the logits stand as they are.
/// </summary>
[Method("sparse regularisation: sharpened outputs, pushed towards one-hot, make any loss robust; write it beside a loss, as in ce+sr",
    "Zhou, Liu, Wang, Zhai, Jiang and Ji, Learning with Noisy Labels via Sparse Regularization, ICCV 2021",
    Deviations =
    [
        "as coded: p is floored at 1e-7, the sum has no outer root, logits are normalised for CIFAR only, and the loss sees them too",
        "defaults are those for MNIST with ce or focal; with gce (q 0.01): tau 0.5, lambda 3",
        "CIFAR-10: tau 0.5, p 0.1, lambda 1.2, rho 1.03, every 1, normalise; CIFAR-100: tau 0.5, p 0.01, lambda 4 (asymmetric noise: 10), rho 1.02, every 1, normalise; gce q 0.01 and 0.001",
        "the paper's sparse rate is not defined in it; sparseRate is the mean of the largest sharpened probability, oneHot the share of samples where that is at least 0.99, without normalisation",
    ])]
public sealed class Sr(SrOptions options, Needs needs) : IOutputs, IPenalty, IObserve, IEpochNumbers
{
    private const double Floor = 1e-7;
    private const double ShortestLength = 1e-12;
    private const double NearlyOne = 0.99;

    // Of the epoch so far: sum of the largest probabilities, samples that are nearly one-hot, samples.
    private readonly SharedState _sparse = needs.Sums("sparse-rate", 3);

    public Tensor Outputs(Branch branch, Tensor logits)
    {
        var bounded = options.Normalise ? logits / logits.Norm(1, keep: true).Clamp(ShortestLength) : logits;
        return bounded / options.Tau;
    }

    public Tensor Penalty(Branch branch) =>
        Lambda(branch.Clock.Epoch) * branch.Probabilities.Clamp(Floor, 1).Pow(options.P).Sum(1).Mean();

    public void Observe(Branch branch)
    {
        var largest = branch.Probabilities.Max(1);
        // Normalised logits cannot become one-hot at all.
        var sharp = options.Normalise ? (branch.RawView(0) / options.Tau).Softmax().Max(1) : largest;
        _sparse.Value.AddInPlace(Tensor.Stack(
            largest.Sum().To(ScalarType.Float32), (sharp >= NearlyOne).To(ScalarType.Float32).Sum(), Tensor.Full([], largest.Count, ScalarType.Float32, largest.Device)));
    }

    public MethodNumbers EpochNumbers(Clock clock)
    {
        var sums = _sparse.Value.ToArray<float>();
        _sparse.Value.Fill(0);
        var samples = Math.Max(1, sums[2]);
        return new() { ["lambda"] = Lambda(clock.Epoch), ["sparseRate"] = sums[0] / samples, ["oneHot"] = sums[1] / samples };
    }

    /// <summary>The strength in 0-based <paramref name="epoch"/>.</summary>
    internal double Lambda(int epoch) => options.Lambda * Math.Pow(options.Rho, epoch / options.Every);
}
