namespace Skeptic.Data;

/// <summary>
/// The inverse discrete cosine transform of 8 x 8 coefficients in integers of 13 fractional bits (Loeffler, Ligtenberg and Moschytz, ICASSP
/// 1989: 11 multiplications for eight values), rows after columns, two bits kept between the two.
/// </summary>
internal static class JpegTransform
{
    private const int Fraction = 13;
    private const int Kept = 2;

    // Sums of cosines of k pi/16, times the square root of two, at 13 fractional bits.
    private const int C0298 = 2446, C0390 = 3196, C0541 = 4433, C0765 = 6270, C0899 = 7373, C1175 = 9633, C1501 = 12299, C1847 = 15137,
        C1961 = 16069, C2053 = 16819, C2562 = 20995, C3072 = 25172;

    /// <param name="coefficients">In rows; not yet multiplied by the quantisation.</param>
    /// <param name="samples">The block's upper left corner in its plane.</param>
    public static void Inverse(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantisation, Span<byte> samples, int stride)
    {
        Span<int> middle = stackalloc int[64];
        Span<int> line = stackalloc int[8];
        for (var column = 0; column < 8; column++)
        {
            for (var k = 0; k < 8; k++)
                line[k] = coefficients[8 * k + column] * quantisation[8 * k + column];
            Inverse(line, Fraction - Kept);
            for (var k = 0; k < 8; k++)
                middle[8 * k + column] = line[k];
        }

        for (var row = 0; row < 8; row++)
        {
            middle.Slice(8 * row, 8).CopyTo(line);
            Inverse(line, Fraction + Kept + 3);
            for (var k = 0; k < 8; k++)
                samples[row * stride + k] = (byte)Math.Clamp(line[k] + 128, 0, 255);
        }
    }

    private static void Inverse(Span<int> x, int shift)
    {
        // Even coefficients.
        var pair = (x[2] + x[6]) * C0541;
        int inner = pair - x[6] * C1847, outer = pair + x[2] * C0765;
        int sum = (x[0] + x[4]) << Fraction, difference = (x[0] - x[4]) << Fraction;
        int e0 = sum + outer, e3 = sum - outer, e1 = difference + inner, e2 = difference - inner;

        // Odd ones.
        var all = (x[7] + x[3] + x[5] + x[1]) * C1175;
        int a = -(x[7] + x[1]) * C0899, b = -(x[5] + x[3]) * C2562;
        int c = all - (x[7] + x[3]) * C1961, d = all - (x[5] + x[1]) * C0390;
        int o3 = x[7] * C0298 + a + c, o2 = x[5] * C2053 + b + d, o1 = x[3] * C3072 + b + c, o0 = x[1] * C1501 + a + d;

        var half = 1 << (shift - 1);
        (x[0], x[7]) = ((e0 + o0 + half) >> shift, (e0 - o0 + half) >> shift);
        (x[1], x[6]) = ((e1 + o1 + half) >> shift, (e1 - o1 + half) >> shift);
        (x[2], x[5]) = ((e2 + o2 + half) >> shift, (e2 - o2 + half) >> shift);
        (x[3], x[4]) = ((e3 + o3 + half) >> shift, (e3 - o3 + half) >> shift);
    }
}
