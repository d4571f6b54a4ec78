using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>
/// In training sets each element to 0 with a probability and divides the others by what remains, so that the mean stays; in
/// evaluation does nothing. Srivastava et al., JMLR 2014.
/// </summary>
/// <param name="probability">In [0, 1].</param>
/// <param name="generator">Draws the masks; on the device of the inputs. The layer does not own it.</param>
public sealed class Dropout(double probability, Generator generator) : Layer
{
    private static readonly Operator s_emptyLike = new("aten::empty_like");
    private readonly double _probability = DropoutMask.Check(probability);

    public override Tensor Forward(Tensor input) =>
        !Training || _probability == 0 ? input : input * DropoutMask.Fill(s_emptyLike.Call(input), _probability, generator);
}

/// <summary><see cref="Dropout"/> of whole feature maps of <c>[B,C,H,W]</c>.</summary>
/// <param name="probability">In [0, 1].</param>
/// <param name="generator">Draws the masks; on the device of the inputs. The layer does not own it.</param>
public sealed class Dropout2d(double probability, Generator generator) : Layer
{
    private readonly double _probability = DropoutMask.Check(probability);

    public override Tensor Forward(Tensor input)
    {
        if (!Training || _probability == 0) return input;
        if (input.Rank != 4) throw new ArgumentException($"Dropout2d takes [B,C,H,W], not {input}", nameof(input));
        return input * DropoutMask.Fill(Tensor.Empty([input.Size(0), input.Size(1), 1, 1], input.Type, input.Device), _probability, generator);
    }
}

internal static class DropoutMask
{
    internal static double Check(double probability) => probability is >= 0 and <= 1
        ? probability
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability lies between 0 and 1");

    /// <summary>0 with the probability, otherwise 1 / (1 - probability).</summary>
    internal static Tensor Fill(Tensor mask, double probability, Generator generator)
    {
        using var off = Grad.Off();
        if (probability == 1) return mask.Fill(0);
        mask.FillBernoulli(1 - probability, generator);
        return mask.DivideInPlace(1 - probability);
    }
}
