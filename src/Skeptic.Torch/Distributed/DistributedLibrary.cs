using System.Runtime.InteropServices;
using System.Text;

namespace Skeptic.Torch.Distributed;

/// <summary>The C ABI of <c>native/distributed/skeptic_distributed.h</c>, and where its library is found: beside the program, when the first group is joined.</summary>
internal static unsafe partial class DistributedLibrary
{
    internal const string Library = "skeptic_distributed";
    internal const int AbiVersion = 1;

    internal static string FileName =>
        OperatingSystem.IsWindows() ? "skeptic_distributed.dll" : OperatingSystem.IsMacOS() ? "libskeptic_distributed.dylib" : "libskeptic_distributed.so";

    /// <summary>Whether the library lies beside the program.</summary>
    internal static bool IsThere => Candidates().Any(File.Exists);

    /// <exception cref="GroupException">The library is not there; the message says what to install.</exception>
    internal static void Need()
    {
        if (!IsThere)
            throw new GroupException($"training over several processes is not possible here, because {FileName} was not built; install Gloo's headers (Debian: apt-get install libgloo-dev) and build again");
        // The engine brings the libtorch that this part is linked with.
        _ = Engine.Threads;
    }

    internal static nint Load()
    {
        Need();
        var path = Candidates().First(File.Exists);
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new GroupException($"training over several processes is not possible here, because {path} could not be loaded ({e.Message}); build again", e);
        }

        var version = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, nameof(skd_abi_version)))();
        return version == AbiVersion ? library : throw new GroupException(
            $"training over several processes is not possible here, because {path} speaks version {version} of the interface and this program version {AbiVersion}; build both from one source");
    }

    internal static string LastError() => Text(skd_error);

    internal static IReadOnlyDictionary<string, string> Describe()
    {
        Need();
        return Text(skd_describe).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[^1]);
    }

    [LibraryImport(Library)] internal static partial int skd_abi_version();
    [LibraryImport(Library)] internal static partial long skd_error(byte* buffer, long capacity);
    [LibraryImport(Library)] internal static partial long skd_describe(byte* buffer, long capacity);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial GroupStatus skd_group_new(string backend, string address, int port, int rank, int size, long joinMilliseconds, long callMilliseconds, out nint result);

    [LibraryImport(Library)] internal static partial GroupStatus skd_group_release(nint group);
    [LibraryImport(Library)] internal static partial GroupStatus skd_group_sum(nint group, nint tensor);
    [LibraryImport(Library)] internal static partial GroupStatus skd_group_broadcast(nint group, nint tensor, int root);
    [LibraryImport(Library)] internal static partial GroupStatus skd_group_send(nint group, nint tensor, int to);
    [LibraryImport(Library)] internal static partial GroupStatus skd_group_receive(nint group, nint tensor, int from);

    private delegate long Copy(byte* buffer, long capacity);

    private static string Text(Copy copy)
    {
        var buffer = new byte[copy(null, 0) + 1];
        fixed (byte* p = buffer) _ = copy(p, buffer.Length);
        return Encoding.UTF8.GetString(buffer, 0, buffer.Length - 1).Trim();
    }

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
    }
}

/// <summary><c>skd_status</c>.</summary>
internal enum GroupStatus
{
    Ok, Error, NoBackend, NotJoined, PeerLost, Argument, Unknown,
}
