using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

public abstract partial class Layer
{
    private static readonly Operator s_setData = new("aten::set_data");

    /// <summary>Parameters and buffers in the order of PyTorch's <c>state_dict</c>: a layer's parameters, its buffers, its children.</summary>
    public IReadOnlyList<NamedTensor> StateDict() => Collect(layer => layer._parameters, layer => layer._buffers);

    /// <summary>Overwrites all parameters and buffers in place, converting element type and device as needed.</summary>
    /// <exception cref="InvalidDataException">Names are missing or unexpected, or shapes differ; nothing was changed then.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var own = StateDict();
        StateCheck.Names(own.Select(tensor => tensor.Name), state.Keys, "the network");
        StateCheck.Shapes(own, state, "the network");
        using var off = Torch.Grad.Off();
        foreach (var (name, value) in own) value.CopyFrom(state[name]);
    }

    /// <summary>
    /// Moves parameters, buffers and gradients; whoever holds one of these tensors sees it moved. What an optimiser remembers stays
    /// where it is, so networks are moved before the first step.
    /// </summary>
    public void To(Device device) => Replace(value => value.To(device));

    /// <summary>Converts parameters, buffers and gradients of floating point; counters keep their type.</summary>
    public void To(ScalarType type)
    {
        if (!type.IsFloatingPoint()) throw new ArgumentException($"a layer computes with floating point, not {type.Name()}", nameof(type));
        Replace(value => value.Type.IsFloatingPoint() ? value.To(type) : value);
    }

    /// <summary>
    /// Lays out the weights of convolutions; their inputs are brought into the same order. The numbers are the same up to the order of sums.
    /// </summary>
    public void To(MemoryFormat format)
    {
        SetFormat(format);
        Replace(value => value.Rank == 4 ? value.Contiguous(format) : value);
    }

    private void Replace(Func<Tensor, Tensor> convert)
    {
        using var off = Torch.Grad.Off();
        using var scope = Scope.Open();
        foreach (var (_, value) in StateDict())
        {
            var gradient = value.Grad;
            var converted = convert(value);
            if (converted == value) continue;
            value.Grad = null;
            // The tensor object stays, so that optimisers need not be told.
            s_setData.Do(value, converted);
            value.Reread();
            if (gradient is not null) value.Grad = convert(gradient);
        }
    }
}
