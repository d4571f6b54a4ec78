using Skeptic.Torch.Native;
using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Graphs;

internal enum TapeKind
{
    Call, ReadGradient, SetGradient, Mode,
}

/// <summary>A tensor as a tape knows it.</summary>
/// <param name="Made">The number under which the tape made it; -1 for one from outside, or none.</param>
/// <param name="Outside">The object that holds one from outside; null for none.</param>
internal readonly record struct TapeTensor(int Made, Tensor? Outside);

/// <summary>One argument: a number, a list or a text as it was given, or tensors.</summary>
internal readonly record struct TapeValue(Value Given, TapeTensor[] Tensors)
{
    internal bool Same(TapeValue other) => Given.Tag == other.Given.Tag && Given.Tag switch
    {
        Tag.Tensor or Tag.TensorList or Tag.None => Tensors.AsSpan().SequenceEqual(other.Tensors),
        Tag.IntList => ((long[])Given.Owner!).AsSpan().SequenceEqual((long[])other.Given.Owner!),
        Tag.DoubleList => ((double[])Given.Owner!).AsSpan().SequenceEqual((double[])other.Given.Owner!),
        Tag.Text => (string)Given.Owner! == (string)other.Given.Owner!,
        _ => Given.Bits == other.Given.Bits,
    };

    internal Value With(Tensor?[] made)
    {
        Tensor? Of(TapeTensor tensor) => tensor.Made >= 0 ? made[tensor.Made] : tensor.Outside;
        return Given.Tag switch
        {
            Tag.Tensor => Of(Tensors[0]),
            Tag.TensorList => Array.ConvertAll(Tensors, Of),
            _ => Given,
        };
    }
}

/// <param name="Arguments">Of an operator; the tensor, and the gradient that it gets; the mode.</param>
/// <param name="Results">Numbers of the tensors that came back, -1 for what was none.</param>
internal sealed record TapeEntry(TapeKind Kind, Operator? Called, TapeValue[] Arguments, int[] Results)
{
    internal string? Difference(TapeEntry other)
    {
        if (Kind != other.Kind || Called != other.Called) return $"one step asks for {Name} where another asks for {other.Name}";
        if (Arguments.Length != other.Arguments.Length || !Results.AsSpan().SequenceEqual(other.Results)) return $"{Name} takes and gives other things from step to step";
        for (var i = 0; i < Arguments.Length; i++)
        {
            if (Arguments[i].Same(other.Arguments[i])) continue;
            return Arguments[i].Given.Tag is Tag.Tensor or Tag.TensorList
                ? $"{Name} works on a tensor that is another one in each step"
                : $"a number of {Name} changes from step to step";
        }
        return null;
    }

    private string Name => Called?.Name ?? Kind switch { TapeKind.ReadGradient => "a gradient", TapeKind.SetGradient => "a new gradient", _ => "another gradient mode" };
}
