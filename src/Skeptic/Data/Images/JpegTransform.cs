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
        for (var column = 0; column < 8; column++)
        {
            var high = 0;
            for (var k = 0; k < 64; k += 8)
            {
                middle[k + column] = coefficients[k + column] * quantisation[k + column];
                high |= k == 0 ? 0 : middle[k + column];
            }

            if (high != 0)
                Inverse(middle[column..], 8, Fraction - Kept);
            else
                for (int k = 8, flat = middle[column] <<= Kept; k < 64; k += 8)
                    middle[k + column] = flat;
        }

        for (var row = 0; row < 8; row++)
        {
            var line = middle.Slice(8 * row, 8);
            Inverse(line, 1, Fraction + Kept + 3);
            var target = samples.Slice(row * stride, 8);
            for (var k = 0; k < 8; k++)
                target[k] = (byte)Math.Clamp(line[k] + 128, 0, 255);
        }
    }

    private static void Inverse(Span<int> x, int step, int shift)
    {
        int x0 = x[0], x1 = x[step], x2 = x[2 * step], x3 = x[3 * step], x4 = x[4 * step], x5 = x[5 * step], x6 = x[6 * step], x7 = x[7 * step];

        // Even coefficients.
        var pair = (x2 + x6) * C0541;
        int inner = pair - x6 * C1847, outer = pair + x2 * C0765;
        int sum = (x0 + x4) << Fraction, difference = (x0 - x4) << Fraction;
        int e0 = sum + outer, e3 = sum - outer, e1 = difference + inner, e2 = difference - inner;

        // Odd ones.
        var all = (x7 + x3 + x5 + x1) * C1175;
        int a = -(x7 + x1) * C0899, b = -(x5 + x3) * C2562;
        int c = all - (x7 + x3) * C1961, d = all - (x5 + x1) * C0390;
        int o3 = x7 * C0298 + a + c, o2 = x5 * C2053 + b + d, o1 = x3 * C3072 + b + c, o0 = x1 * C1501 + a + d;

        var half = 1 << (shift - 1);
        (x[0], x[7 * step]) = ((e0 + o0 + half) >> shift, (e0 - o0 + half) >> shift);
        (x[step], x[6 * step]) = ((e1 + o1 + half) >> shift, (e1 - o1 + half) >> shift);
        (x[2 * step], x[5 * step]) = ((e2 + o2 + half) >> shift, (e2 - o2 + half) >> shift);
        (x[3 * step], x[4 * step]) = ((e3 + o3 + half) >> shift, (e3 - o3 + half) >> shift);
    }
}
