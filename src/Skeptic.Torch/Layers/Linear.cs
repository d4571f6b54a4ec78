using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary><c>[..., in]</c> to <c>[..., out]</c>: x W^T + b, with PyTorch's default start.</summary>
public sealed class Linear : Layer
{
    private static readonly Operator s_linear = new("aten::linear");

    /// <param name="init">Draws the weight, then the bias.</param>
    public Linear(int inFeatures, int outFeatures, Generator init, bool bias = true)
    {
        Weight = Parameter("weight", Tensor.Empty([outFeatures, inFeatures]));
        Bias = bias ? Parameter("bias", Tensor.Empty([outFeatures])) : null;
        Init.Default(Weight, Bias, init);
    }

    /// <summary><c>[out, in]</c></summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c></summary>
    public Tensor? Bias { get; }

    /// <summary>Told the input of every pass, in the scope that is open then: how the features before a classifier are read. Null for nobody.</summary>
    public Action<Tensor>? Watch { get; set; }

    public override Tensor Forward(Tensor input)
    {
        Watch?.Invoke(Compute is null ? input : input.To(ScalarType.Float32));
        if (Compute is null) return s_linear.Call(input, Weight, Bias);
        return Rounded(s_linear.Call(Computed(input), Computed(Weight), Bias is null ? null : Computed(Bias))).To(ScalarType.Float32);
    }
}
