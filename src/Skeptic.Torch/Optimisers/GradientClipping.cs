using Skeptic.Torch.Layers;
using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Optimisers;

/// <summary>Bounds gradients in place, between the backward pass and the step. Nothing waits for the device.</summary>
public static class GradientClipping
{
    // PyTorch's, against a norm of zero.
    private const double Guard = 1e-6;

    private static readonly Operator s_norms = new("aten::_foreach_norm", "Scalar");
    private static readonly Operator s_multiply = new("aten::_foreach_mul_", "List");
    private static readonly Operator s_clamp = new("aten::clamp_");

    /// <summary>
    /// Scales all gradients by min(1, <paramref name="maxNorm"/> / total), total being the Euclidean norm of all of them as one vector.
    /// </summary>
    /// <returns>The total norm before clipping, a scalar; zero without any gradient.</returns>
    public static Tensor Norm(IReadOnlyList<NamedTensor> parameters, double maxNorm)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        var gradients = Gradients(parameters);
        if (gradients.Count == 0) return scope.Keep(Tensor.Zeros([]));
        var norms = gradients.Chunk(Foreach.Longest).SelectMany(part => s_norms.CallAll(part, 2.0)).Select(norm => norm!).ToArray();
        var total = Tensor.Stack(norms).Norm();
        var factor = (maxNorm / (total + Guard)).Clamp(maximum: 1);
        foreach (var part in gradients.Chunk(Foreach.Longest)) s_multiply.Do(part, Enumerable.Repeat<Tensor?>(factor, part.Length).ToArray());
        return scope.Keep(total);
    }

    /// <summary>Clips every element of every gradient to [-<paramref name="limit"/>, <paramref name="limit"/>].</summary>
    public static void Value(IReadOnlyList<NamedTensor> parameters, double limit)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        foreach (var gradient in Gradients(parameters)) s_clamp.Do(gradient, -limit, limit);
    }

    private static List<Tensor?> Gradients(IReadOnlyList<NamedTensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. parameters.Select(parameter => parameter.Value.Grad).Where(gradient => gradient is not null)];
    }
}
