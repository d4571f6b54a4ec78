namespace Skeptic.Randomness;

public sealed partial class RandomStream
{
    /// <summary>A number from the gamma distribution with this shape, above 0, and scale 1.</summary>
    public double NextGamma(double shape) => PortableMath.Exp(NextLogGamma(shape));

    /// <summary>A number from the beta distribution: x / (x + y) of two gamma numbers. Both shapes above 0.</summary>
    public double NextBeta(double a, double b)
    {
        // By logarithms: for small shapes both gamma numbers may be too small for a double.
        var x = NextLogGamma(a);
        var y = NextLogGamma(b);
        return 1 / (1 + PortableMath.Exp(Math.Min(700, y - x)));
    }

    /// <summary>Marsaglia and Tsang, A simple method for generating gamma variables, 2000; section 6 for shapes below 1.</summary>
    private double NextLogGamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1)
        {
            var larger = NextLogGamma(shape + 1);
            return larger + PortableMath.Log(1 - NextDouble()) / shape;
        }

        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextGaussian();
            var root = 1 + c * x;
            if (root <= 0)
                continue;
            var v = root * root * root;
            var logV = 3 * PortableMath.Log(root);
            if (PortableMath.Log(1 - NextDouble()) < 0.5 * x * x + d - d * v + d * logV)
                return PortableMath.Log(d) + logV;
        }
    }
}
