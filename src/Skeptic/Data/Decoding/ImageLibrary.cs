using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Skeptic.Data;

/// <summary>The C ABI of <c>native/images/skeptic_images.h</c>, and where its library is found: beside the program, when the first picture is decoded.</summary>
internal static unsafe partial class ImageLibrary
{
    internal const string Library = "skeptic_images";
    internal const int AbiVersion = 1;

    internal static string FileName
        => OperatingSystem.IsWindows() ? "skeptic_images.dll" : OperatingSystem.IsMacOS() ? "libskeptic_images.dylib" : "libskeptic_images.so";

    /// <summary>Whether the library lies beside the program.</summary>
    internal static bool IsThere => Candidates().Any(File.Exists);

    /// <exception cref="DataException">The library is not there; the message says what to install.</exception>
    internal static void Need()
    {
        if (!IsThere)
            throw new DataException($"Pictures cannot be decoded, because {FileName} was not built; install OpenCV (Debian: apt-get install libopencv-imgcodecs-dev) and build again.");
    }

    internal static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
    }

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "A resolver must be in place before the first P/Invoke.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(ImageLibrary).Assembly, Resolve);

    internal static string LastError()
    {
        var length = ski_error(null, 0);
        var buffer = new byte[length + 1];
        fixed (byte* p = buffer) _ = ski_error(p, buffer.Length);
        return Encoding.UTF8.GetString(buffer, 0, (int)length).Trim();
    }

    [LibraryImport(Library)] internal static partial int ski_abi_version();
    [LibraryImport(Library)] internal static partial long ski_error(byte* buffer, long capacity);
    [LibraryImport(Library)] internal static partial ImageStatus ski_decode(byte* data, long length, in ImageRequest request, byte* planes, long capacity);
    [LibraryImport(Library)] internal static partial ImageStatus ski_fit_rgba(byte* rgba, int width, int height, in ImageRequest request, byte* planes, long capacity);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library) return 0;
        Need();
        var path = Candidates().First(File.Exists);
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DataException($"Pictures cannot be decoded, because {path} could not be loaded ({e.Message}); install OpenCV again (Debian: apt-get install libopencv-imgcodecs-dev) and build again.", e);
        }

        var version = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, nameof(ski_abi_version)))();
        return version == AbiVersion ? library : throw new DataException(
            $"Pictures cannot be decoded, because {path} speaks version {version} of the interface and this program version {AbiVersion}; build both from one source.");
    }
}

/// <summary><c>ski_status</c>.</summary>
internal enum ImageStatus
{
    Ok, Error, OutOfMemory, Undecodable, TooLarge, Argument, Unknown,
}

/// <summary><c>ski_request</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ImageRequest
{
    public int Width, Height, Channels, Fit, Orientation;
    public byte Red, Green, Blue, Unused;
    public int ZeroAlphaIsOpaque, Reserved;
    public long MostPixels;
}
