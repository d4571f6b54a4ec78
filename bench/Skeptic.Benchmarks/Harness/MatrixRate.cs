using System.Diagnostics;
using Skeptic.Torch;

namespace Skeptic.Benchmarks.Harness;

/// <summary>What a device reaches in products of square matrices: the ceiling of every network on it.</summary>
internal static class MatrixRate
{
    private const int Products = 20, Rounds = 5;

    /// <returns>Floating-point operations a second, of the fastest round.</returns>
    internal static double Measure(Device device, int side, ScalarType type)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        using var draws = new Generator(1);
        var a = Tensor.Zeros([side, side]);
        a.FillNormal(0, 1, draws);
        a = a.To(device).To(type);
        Multiply(a, 1);
        Engine.Synchronize(device);
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Multiply(a, Products);
            Engine.Synchronize(device);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return 2.0 * side * side * side * Products / best;
    }

    private static void Multiply(Tensor a, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var inner = Scope.Open();
            a.MatMul(a);
        }
    }
}
