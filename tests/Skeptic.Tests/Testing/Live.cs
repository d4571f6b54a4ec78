using Skeptic.Torch;

namespace Skeptic.Tests;

internal static class Live
{
    /// <summary>Tensors alive once everything unreachable is gone.</summary>
    internal static long Tensors()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Scope.LiveTensors;
    }
}
