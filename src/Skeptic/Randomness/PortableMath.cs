namespace Skeptic.Randomness;

/// <summary>
/// Elementary functions from additions, multiplications, divisions and square roots only. Those are correctly rounded everywhere, so
/// the results have the same bits on every machine; <see cref="Math"/> asks the C library, whose last bit differs between systems.
/// </summary>
public static class PortableMath
{
    private const double Ln2 = 0.69314718055994530942;
    private const double Sqrt2 = 1.41421356237309504880;

    /// <summary>Natural logarithm of a positive, normal number, to about 1e-16 relative to max(1, |log x|).</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // log m = 2 atanh(z), z = (m-1)/(m+1), |z| < 0.172: twelve terms leave less than 1e-19.
        var z = (mantissa - 1) / (mantissa + 1);
        var square = z * z;
        var sum = 0.0;
        for (var k = 23; k >= 1; k -= 2)
            sum = sum * square + 1.0 / k;
        return exponent * Ln2 + 2 * z * sum;
    }

    /// <summary>e^x for x up to 700, to about 1e-15 relative; 0 below -700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
            return 0;
        var power = Math.Round(x / Ln2);
        // ln 2 in two parts, of which the first has few bits, so that the difference loses nothing.
        var rest = x - power * 0.693145751953125 - power * 1.42860682030941723212e-6;
        var sum = 1.0;
        for (var k = 14; k >= 1; k--)
            sum = 1 + sum * rest / k;
        return sum * BitConverter.Int64BitsToDouble(((long)power + 1023) << 52);
    }

    /// <summary>Sine and cosine of an angle in radians, |angle| up to 100, to about 1e-15.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        var quarter = Math.Round(angle / (Math.PI / 2));
        var rest = angle - quarter * (Math.PI / 2);
        var square = rest * rest;
        double sin = 0, cos = 0;
        for (var k = 9; k >= 1; k--)
        {
            sin = (1 - sin) * square / ((2 * k + 1) * (2 * k));
            cos = (1 - cos) * square / ((2 * k) * (2 * k - 1));
        }

        sin = rest * (1 - sin);
        cos = 1 - cos;
        return ((int)quarter & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
