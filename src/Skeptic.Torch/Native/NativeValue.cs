using System.Runtime.InteropServices;

namespace Skeptic.Torch.Native;

/// <summary>What a native value holds; the numbers are those of <c>sk_tag</c>.</summary>
internal enum Tag
{
    Default, None, Tensor, Int, Double, Bool, IntList, DoubleList, TensorList, Text, Device, Generator,
}

/// <summary><c>sk_value</c>: a tag, a length and eight bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public int Tag;
    public int Count;
    public long Bits;
}

/// <summary><c>sk_tensor_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    public long Elements;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int Rank;
    public int RequiresGrad;
    public int IsLeaf;
    public int IsContiguous;
    public int ElementSize;
}
