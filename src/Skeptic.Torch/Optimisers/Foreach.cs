using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Optimisers;

/// <summary>Arithmetic on lists of tensors, one call a list: on a GPU a few kernels instead of one for each tensor.</summary>
/// <remarks>
/// Fused optimiser operators are left alone: only Adam's is in every libtorch that has CUDA, AdamW's came with 2.0 and SGD's with 2.3, and
/// they round differently. On lists a step is a handful of kernels whatever the number of parameters, and one path gives one result everywhere.
/// </remarks>
internal static class Foreach
{
    /// <summary>Lists are cut to this length, because an operator hands back at most 256 results.</summary>
    internal const int Longest = 128;

    private static readonly Operator s_add = new("aten::_foreach_add", "List");
    private static readonly Operator s_addInPlace = new("aten::_foreach_add_", "List");
    private static readonly Operator s_addScalarInPlace = new("aten::_foreach_add_", "Scalar");
    private static readonly Operator s_multiplyInPlace = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator s_divideInPlace = new("aten::_foreach_div_", "Scalar");
    private static readonly Operator s_addProductInPlace = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator s_addQuotientInPlace = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Operator s_sqrt = new("aten::_foreach_sqrt");

    /// <summary>a + scale b</summary>
    internal static Tensor?[] Add(Tensor?[] a, Tensor?[] b, double scale) => s_add.CallAll(a, b, scale);

    /// <summary>a += scale b</summary>
    internal static void AddInPlace(Tensor?[] a, Tensor?[] b, double scale) => s_addInPlace.Do(a, b, scale);

    internal static void AddInPlace(Tensor?[] a, double value) => s_addScalarInPlace.Do(a, value);

    internal static void MultiplyInPlace(Tensor?[] a, double factor) => s_multiplyInPlace.Do(a, factor);

    internal static void DivideInPlace(Tensor?[] a, double divisor) => s_divideInPlace.Do(a, divisor);

    /// <summary>a += scale b c</summary>
    internal static void AddProductInPlace(Tensor?[] a, Tensor?[] b, Tensor?[] c, double scale) => s_addProductInPlace.Do(a, b, c, scale);

    /// <summary>a += scale b / c</summary>
    internal static void AddQuotientInPlace(Tensor?[] a, Tensor?[] b, Tensor?[] c, double scale) => s_addQuotientInPlace.Do(a, b, c, scale);

    internal static Tensor?[] Sqrt(Tensor?[] a) => s_sqrt.CallAll(a);
}
