using System.Reflection;
using System.Runtime.CompilerServices;

// Live tensors are counted for the whole process, so tests that count them must not run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Skeptic.Torch.Tests.Testing;

internal static class Setup
{
    // Sums of one thread have the same bits on every machine of a kind. EngineProbe, started alone, may have no engine.
    [ModuleInitializer]
    internal static void OneThread()
    {
        if (Assembly.GetEntryAssembly() != typeof(Setup).Assembly) Engine.Threads = 1;
    }
}
