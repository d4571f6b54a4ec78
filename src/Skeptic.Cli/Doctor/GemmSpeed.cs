using Skeptic.Torch;

namespace Skeptic.Cli.Doctor;

/// <summary>How fast single-precision matrix products are: what a BLAS is for, measured in a quarter of a second.</summary>
internal sealed record GemmSpeed(double GigaFlops, int Size, int Threads)
{
    public static GemmSpeed Measure(int size = 512)
    {
        using var scope = Scope.Open();
        using var generator = new Generator(1);
        var a = Tensor.Empty([size, size]).FillUniform(-1, 1, generator);
        var b = Tensor.Empty([size, size]).FillUniform(-1, 1, generator);
        a.MatMul(b).Dispose();
        var best = double.PositiveInfinity;
        var start = TimeProvider.System.GetTimestamp();
        // The fastest of the repetitions: the others were disturbed.
        while (TimeProvider.System.GetElapsedTime(start).TotalSeconds < 0.25)
        {
            var before = TimeProvider.System.GetTimestamp();
            a.MatMul(b).Dispose();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(before).TotalSeconds);
        }
        return new(2.0 * size * size * size / best / 1e9, size, Engine.Threads);
    }
}
