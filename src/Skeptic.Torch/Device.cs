namespace Skeptic.Torch;

/// <summary>The kind of memory and processor; the numbers are c10's.</summary>
public enum DeviceType
{
    Cpu = 0,
    Cuda = 1,
}

/// <summary>Where a tensor lives. Written <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
/// <param name="Index">Which of several; -1 is the current one.</param>
public readonly record struct Device(DeviceType Type, int Index = -1)
{
    public static Device Cpu => new(DeviceType.Cpu);

    public static Device Cuda(int index = 0) => new(DeviceType.Cuda, index);

    public bool IsCpu => Type == DeviceType.Cpu;

    /// <exception cref="FormatException">The text names no device.</exception>
    public static Device Parse(string text)
    {
        var (name, index) = text.Split(':') switch
        {
            [var only] => (only, -1),
            [var first, var second] when int.TryParse(second, out var n) && n >= 0 => (first, n),
            _ => ("", -1),
        };
        return name switch
        {
            "cpu" when index <= 0 => Cpu,
            "cuda" => Cuda(Math.Max(0, index)),
            _ => throw new FormatException($"'{text}' is no device; write cpu, cuda or cuda:n"),
        };
    }

    public override string ToString() => Type == DeviceType.Cpu ? "cpu" : $"cuda:{Math.Max(0, Index)}";

    internal long Packed => ((long)Type << 16) | (ushort)(short)Index;
}
