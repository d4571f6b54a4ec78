using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Whether an epoch went wrong: what it minimised, or what it left, is NaN or infinite. Steps only add up on the device; the one
/// wait comes before anything of the epoch is saved.
/// </summary>
internal sealed class Divergence(Device device)
{
    // Once NaN or infinite, a sum stays so.
    private readonly Tensor _sum = Tensor.Zeros([], ScalarType.Float64, device);

    internal void Observe(Tensor objective)
    {
        using var off = Grad.Off();
        _sum.AddInPlace(objective.Detach().To(ScalarType.Float64));
    }

    /// <param name="epoch">Counted from 1.</param>
    /// <exception cref="RunException">The epoch went wrong.</exception>
    internal void Check(Run run, int epoch)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        // What is watched of a sample is NaN until it is visited.
        var state = run.State().Where(tensor => tensor.Value.Type is ScalarType.Float32 or ScalarType.Float64 && !tensor.Name.StartsWith("watch.", StringComparison.Ordinal)).ToList();
        Tensor[] finite = [_sum.IsFinite(), .. state.Select(tensor => tensor.Value.IsFinite().All())];
        var flags = Tensor.Stack(finite).To(ScalarType.Float32).ToArray<float>();
        var bad = Array.IndexOf(flags, 0);
        // In a group all end here, or none: one that went on alone would wait for the others.
        if (!(run.Group?.Any(bad >= 0) ?? bad >= 0)) return;
        var what = bad < 0 ? "what another process trains" : bad == 0 ? "what it minimises" : $"'{state[bad - 1].Name}'";
        throw new RunException(
            $"training diverged in epoch {epoch}: {what} is no longer finite, so nothing of this epoch was saved; lower optimiser.learningRate, or clip gradients with clipNorm=5");
    }
}
