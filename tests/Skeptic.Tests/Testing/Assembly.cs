using System.Runtime.CompilerServices;
using Skeptic.Torch;

// Live tensors are counted for the whole process, so tests that count them must not run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Skeptic.Tests;

internal static class Setup
{
    // Sums of one thread have the same bits on every machine of a kind. Where the engine is missing, the tests that need it say so
    // themselves, and those of data and noise go on.
    [ModuleInitializer]
    internal static void OneThread()
    {
        try
        {
            Engine.Threads = 1;
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotLoaded)
        {
        }
    }
}
