using Skeptic.Torch.Native;

namespace Skeptic.Torch.Operators;

/// <summary>One argument of an operator. Anything an operator takes converts to it; <see cref="Default"/> leaves it to the schema.</summary>
public readonly struct Value
{
    internal readonly object? Owner;
    internal readonly long Bits;
    internal readonly Tag Tag;

    private Value(Tag tag, long bits, object? owner = null) => (Tag, Bits, Owner) = (tag, bits, owner);

    /// <summary>The default that the operator's schema states.</summary>
    public static Value Default => default;

    /// <summary>An explicit None, where the schema's default is something else.</summary>
    public static Value None => new(Tag.None, 0);

    public static implicit operator Value(Tensor? tensor) => tensor is null ? None : new(Tag.Tensor, tensor.Handle, tensor);
    public static implicit operator Value(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Value(long value) => new(Tag.Int, value);
    public static implicit operator Value(int value) => new(Tag.Int, value);
    public static implicit operator Value(bool value) => new(Tag.Bool, value ? 1 : 0);
    public static implicit operator Value(ScalarType type) => new(Tag.Int, (int)type);
    public static implicit operator Value(Device device) => new(Tag.Device, device.Packed);
    public static implicit operator Value(Generator generator) => new(Tag.Generator, generator.Handle, generator);
    public static implicit operator Value(long[] items) => new(Tag.IntList, items.Length, items);
    public static implicit operator Value(double[] items) => new(Tag.DoubleList, items.Length, items);
    public static implicit operator Value(string text) => new(Tag.Text, 0, text);

    /// <summary>A list of tensors; null entries stand for None where the operator allows it.</summary>
    public static implicit operator Value(Tensor?[] tensors) => new(Tag.TensorList, tensors.Length, tensors);

    /// <summary>How the value reads in an error message: <c>float32[3,4]</c>, <c>0.5</c>.</summary>
    internal string Describe() => Tag switch
    {
        Tag.Tensor => ((Tensor)Owner!).Describe(),
        Tag.TensorList => "[" + string.Join(", ", ((Tensor?[])Owner!).Take(8).Select(t => t?.Describe() ?? "None")) + (Bits > 8 ? ", ...]" : "]"),
        Tag.IntList => "[" + string.Join(",", (long[])Owner!) + "]",
        Tag.DoubleList => "[" + string.Join(",", (double[])Owner!) + "]",
        Tag.Double => BitConverter.Int64BitsToDouble(Bits).ToString("R"),
        Tag.Bool => Bits != 0 ? "true" : "false",
        Tag.Text => $"'{Owner}'",
        Tag.None => "None",
        Tag.Default => "default",
        Tag.Generator => "generator",
        _ => Bits.ToString(),
    };
}
