namespace Skeptic.Torch;

/// <summary>The type of a tensor's elements; the numbers are c10's.</summary>
public enum ScalarType
{
    UInt8 = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    Float16 = 5,
    Float32 = 6,
    Float64 = 7,
    Bool = 11,
    BFloat16 = 15,
}

/// <summary>Which .NET type holds an element of which tensor.</summary>
public static class ScalarTypes
{
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> has no counterpart in the engine.</exception>
    public static ScalarType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ScalarType.Float32
        : typeof(T) == typeof(long) ? ScalarType.Int64
        : typeof(T) == typeof(byte) ? ScalarType.UInt8
        : typeof(T) == typeof(double) ? ScalarType.Float64
        : typeof(T) == typeof(int) ? ScalarType.Int32
        : typeof(T) == typeof(bool) ? ScalarType.Bool
        : typeof(T) == typeof(Half) ? ScalarType.Float16
        : typeof(T) == typeof(short) ? ScalarType.Int16
        : typeof(T) == typeof(sbyte) ? ScalarType.Int8
        : throw new NotSupportedException($"no tensor holds elements of {typeof(T).Name}");

    /// <summary>The name that PyTorch and its users know.</summary>
    public static string Name(this ScalarType type) => type.ToString().ToLowerInvariant();

    public static bool IsFloatingPoint(this ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
}
