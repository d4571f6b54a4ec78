using System.Diagnostics;

namespace Skeptic.Benchmarks.Harness;

/// <summary>Time and managed allocation of something far too short to be timed alone.</summary>
internal sealed record MicroResult(Spread Microseconds, double BytesAllocated);

internal static class MicroTimer
{
    private const int Samples = 31;

    /// <summary>Times <paramref name="batch"/>, which does <paramref name="operations"/> of the same; figures are of one.</summary>
    internal static MicroResult Measure(int operations, Action batch)
    {
        // Enough calls for the compiler's last tier, and a pause in which it can deliver.
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed < TimeSpan.FromSeconds(0.5)) batch();
        Thread.Sleep(200);
        batch();

        var times = new double[Samples];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Samples; i++)
        {
            var start = Stopwatch.GetTimestamp();
            batch();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / operations;
        }
        return new MicroResult(Spread.Of(times), (GC.GetAllocatedBytesForCurrentThread() - before) / ((double)Samples * operations));
    }
}
