using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>
/// In training sets some of what it is given to 0, each with a probability, and divides the rest by what remains, so that the
/// mean stays; in evaluation does nothing. Srivastava et al., JMLR 2014.
/// </summary>
public abstract class DropoutLayer : Layer
{
    private readonly double _probability;
    private readonly Generator _generator;
    private readonly bool _own;

    private protected DropoutLayer(double probability, Generator? generator)
    {
        _probability = probability is >= 0 and <= 1
            ? probability
            : throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability lies between 0 and 1");
        (_generator, _own) = (generator ?? new Generator(0), generator is null);
    }

    public override Tensor Forward(Tensor input)
    {
        if (!Training || _probability == 0) return input;
        // Of bfloat16 the quotient would be a rounded one, and move the mean.
        return input.Type == ScalarType.BFloat16 ? (input.To(ScalarType.Float32) * Mask(input)).To(ScalarType.BFloat16) : input * Mask(input);
    }

    /// <summary>What the mask is as large as, on the generator's device.</summary>
    private protected abstract Tensor Shaped(Tensor input, ScalarType type, Device device);

    private protected override void Restart(ref ulong seed)
    {
        if (_own) _generator.Reseed(seed++);
    }

    private protected override void Free()
    {
        if (_own) _generator.Dispose();
    }

    /// <summary>0 with the probability, otherwise 1 / (1 - probability).</summary>
    private Tensor Mask(Tensor input)
    {
        using var off = Grad.Off();
        var mask = Shaped(input, input.Type == ScalarType.BFloat16 ? ScalarType.Float32 : input.Type, _generator.Device);
        if (_probability == 1) mask.Fill(0);
        else mask.FillBernoulli(1 - _probability, _generator).DivideInPlace(1 - _probability);
        return mask.Device == input.Device ? mask : mask.To(input.Device);
    }
}

/// <summary>Drops single elements.</summary>
/// <param name="probability">In [0, 1].</param>
/// <param name="generator">
/// Draws the masks; the layer does not own it. Without one the layer has its own, on the CPU, which <see cref="Layer.Reseed(ulong)"/> restarts:
/// a GPU then gets the CPU's masks.
/// </param>
public sealed class Dropout(double probability, Generator? generator = null) : DropoutLayer(probability, generator)
{
    private static readonly Operator s_emptyLike = new("aten::empty_like");

    private protected override Tensor Shaped(Tensor input, ScalarType type, Device device) =>
        device == input.Device && type == input.Type ? s_emptyLike.Call(input) : Tensor.Empty([.. input.Shape], type, device);
}

/// <summary>Drops whole feature maps of <c>[B,C,H,W]</c>.</summary>
/// <param name="probability">In [0, 1].</param>
/// <param name="generator">As in <see cref="Dropout"/>.</param>
public sealed class Dropout2d(double probability, Generator? generator = null) : DropoutLayer(probability, generator)
{
    private protected override Tensor Shaped(Tensor input, ScalarType type, Device device) => input.Rank == 4
        ? Tensor.Empty([input.Size(0), input.Size(1), 1, 1], type, device)
        : throw new ArgumentException($"Dropout2d takes [B,C,H,W], not {input}", nameof(input));
}
