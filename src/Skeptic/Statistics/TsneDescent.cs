using Skeptic.Randomness;

namespace Skeptic.Statistics;

/// <summary>Gradient descent with momentum and a gain for every coordinate (2008, algorithm 1 and section 3.4; gains: Jacobs, 1988).</summary>
internal sealed class TsneDescent(TsneForces forces, TsneOptions options, int count)
{
    private const double SmallestGain = 0.01;
    private const double InitialDeviation = 1e-4;
    private const double Jitter = 1e-6;
    private readonly double[] _gradient = new double[2 * count];
    private readonly double[] _velocity = new double[2 * count];
    private readonly double[] _gains = [.. Enumerable.Repeat(1.0, 2 * count)];

    /// <summary>
    /// The two leading principal components, the first with standard deviation 1e-4 (Kobak and Berens, The art of using t-SNE for
    /// single-cell transcriptomics, Nature Communications 2019). A hundredth of that is noise: equal points must part.
    /// </summary>
    /// <param name="components">[N,components], centred.</param>
    /// <returns>[N,2].</returns>
    public static double[] Start(float[] components, int count, ulong seed)
    {
        var (width, draws, square) = (components.Length / count, RandomStream.Derive(seed, Purposes.Init, 1), 0.0);
        for (var i = 0; i < count; i++) square += (double)components[i * width] * components[i * width] / count;
        var scale = square > 0 ? InitialDeviation / Math.Sqrt(square) : 0;
        var points = new double[2 * count];
        for (var at = 0; at < points.Length; at++)
        {
            var component = at % 2 < width ? components[at / 2 * width + at % 2] : 0;
            points[at] = scale * component + Jitter * draws.NextGaussian();
        }
        return points;
    }

    public void Step(double[] points, int iteration)
    {
        var early = iteration < options.ExaggerationIterations;
        forces.Gradient(points, early ? options.EarlyExaggeration : 1, _gradient);
        var (momentum, rate) = (early ? 0.5 : 0.8, options.RateFor(count));
        for (var at = 0; at < points.Length; at++)
        {
            var downhill = _gradient[at] * _velocity[at] < 0;
            _gains[at] = Math.Max(SmallestGain, downhill ? _gains[at] + 0.2 : _gains[at] * 0.8);
            _velocity[at] = momentum * _velocity[at] - rate * _gains[at] * _gradient[at];
            points[at] += _velocity[at];
        }
        Centre(points);
    }

    private static void Centre(double[] points)
    {
        double x = 0, y = 0;
        for (var at = 0; at < points.Length; at += 2) (x, y) = (x + points[at], y + points[at + 1]);
        (x, y) = (2 * x / points.Length, 2 * y / points.Length);
        for (var at = 0; at < points.Length; at += 2) (points[at], points[at + 1]) = (points[at] - x, points[at + 1] - y);
    }
}
