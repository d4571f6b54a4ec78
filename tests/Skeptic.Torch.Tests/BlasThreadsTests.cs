using System.Runtime.InteropServices;

namespace Skeptic.Torch.Tests;

public sealed class BlasThreadsTests
{
    private const string Variable = "OPENBLAS_THREAD_TIMEOUT";

    [Fact]
    public void OpenBLAS_is_told_before_it_is_loaded_to_let_its_threads_sleep()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.True(Engine.Threads > 0);
        // What the user has set stays.
        Assert.Equal(Environment.GetEnvironmentVariable(Variable) ?? "18", Marshal.PtrToStringUTF8(GetEnvironment(Variable)));
    }

    [DllImport("libc", EntryPoint = "getenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "SYSLIB1054", Justification = "A source-generated import needs unsafe code, which this project has none of.")]
    private static extern nint GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
