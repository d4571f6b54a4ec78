using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record MixupOptions
{
    [Option("shares are drawn from Beta(alpha, alpha); the paper takes 8 to 32 against wrong labels", Minimum = 0, Above = true)]
    public double Alpha { get; init; } = 1;

    [Option("draw a share for every sample instead of one for the batch")]
    public bool PerSample { get; init; }
}

/// <summary>
/// Trains on mixtures: x = l x_i + (1 - l) x_j with the targets mixed alike, where j comes from a random permutation of the batch
/// and l from Beta(alpha, alpha) (the paper's equation 1). Such rows belong to no sample, so nothing is kept per sample.
/// </summary>
[Method("mixup: trains on mixtures of two samples and of their labels",
    "Zhang, Cisse, Dauphin and Lopez-Paz, mixup: Beyond Empirical Risk Minimization, ICLR 2018",
    Deviations = ["as in the authors' code, partners come from the same batch and the batch has one share; perSample draws one for each row, as the paper's equation may be read"])]
public sealed class Mixup(MixupOptions options) : IExamples
{
    public bool Mixes => true;

    public Examples Examples(Branch branch)
    {
        var (batch, mix) = (branch.Batch, Mixture.Draw(branch, options.Alpha, options.PerSample));
        return new Examples(mix.Of(batch.Inputs), mix.Of(batch.Labels.OneHot(branch.Run.Classes)));
    }
}
