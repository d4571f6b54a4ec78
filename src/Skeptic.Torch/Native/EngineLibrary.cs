using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Skeptic.Torch.Native;

/// <summary>Finds <c>libskeptic_torch</c> beside the program and loads it on the first native call, not before.</summary>
internal static partial class EngineLibrary
{
    private const string BlasTimeoutVariable = "OPENBLAS_THREAD_TIMEOUT";

    internal static string FileName =>
        OperatingSystem.IsWindows() ? "skeptic_torch.dll" : OperatingSystem.IsMacOS() ? "libskeptic_torch.dylib" : "libskeptic_torch.so";

    /// <summary>Where the library is looked for, in order. No environment variable takes part.</summary>
    internal static IEnumerable<string> Candidates()
    {
        var baseDirectory = AppContext.BaseDirectory;
        yield return Path.Combine(baseDirectory, FileName);
        yield return Path.Combine(baseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
    }

    /// <summary>The file that was loaded, or null before the first native call.</summary>
    internal static string? LoadedFrom { get; private set; }

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "A resolver must be in place before the first P/Invoke.")]
    internal static void Register()
    {
        NativeLibrary.SetDllImportResolver(typeof(EngineLibrary).Assembly, Resolve);
        LetBlasThreadsSleep();
    }

    /// <summary>
    /// Threads of OpenBLAS's pthread build wait for work by yielding, 26 ms by default, and take processors from libtorch's own threads
    /// meanwhile. They are told to go to sleep after 2^18 cycles, 0.1 ms: long enough for products in a row. It reads this when it is loaded; whoever has set it is obeyed.
    /// </summary>
    private static void LetBlasThreadsSleep()
    {
        if (OperatingSystem.IsLinux()) _ = SetEnvironment(BlasTimeoutVariable, "18", overwrite: 0);
    }

    // What .NET sets is seen by .NET and child processes alone.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        // An assembly has one resolver: it finds the part for several processes too.
        if (name == Distributed.DistributedLibrary.Library) return Distributed.DistributedLibrary.Load();
        if (name != NativeMethods.Library) return 0;
        foreach (var path in Candidates())
        {
            if (!File.Exists(path)) continue;
            var library = Load(path);
            LoadedFrom = path;
            return library;
        }
        throw new EngineException(
            $"the native engine {FileName} was not found beside the program (looked for {string.Join(", ", Candidates())}); " +
            "install libtorch (Debian: apt-get install libtorch-dev; elsewhere set SKEPTIC_LIBTORCH to an unpacked libtorch or a Python's torch folder) and build again",
            EngineFailure.NotLoaded);
    }

    private static nint Load(string path)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new EngineException($"the native engine {path} could not be loaded, most likely because its libtorch was moved or removed: {e.Message}", EngineFailure.NotLoaded, e);
        }
        CheckVersion(library, path);
        return library;
    }

    private static unsafe void CheckVersion(nint library, string path)
    {
        var version = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, nameof(NativeMethods.sk_abi_version)))();
        if (version != NativeMethods.AbiVersion)
        {
            throw new EngineException(
                $"the native engine {path} speaks version {version} of the interface, this program version {NativeMethods.AbiVersion}; build both from one source",
                EngineFailure.NotLoaded);
        }
    }
}
