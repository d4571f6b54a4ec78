using System.Text.Json.Nodes;
using Skeptic.Torch;

namespace Skeptic.Cli.Doctor;

/// <summary>The native engine: found, loaded, tried, measured.</summary>
internal static class EngineCheck
{
    public static IEnumerable<Finding> Look()
    {
        var (engine, loaded) = Load();
        yield return engine;
        if (!loaded) yield break;
        // As many as a run takes by default: libtorch itself would leave half of a hyper-threaded processor aside.
        Engine.Threads = Math.Max(1, Environment.ProcessorCount);
        yield return Devices();
        yield return Operator();
        var speed = GemmSpeed.Measure();
        // Only now: the BLAS is bound when the first product is computed.
        yield return Blas(BlasLibrary.OfThisProcess(), speed);
    }

    private static (Finding Finding, bool Loaded) Load()
    {
        var facts = new JsonObject
        {
            ["lookedFor"] = new JsonArray([.. Engine.Candidates.Select(path => new JsonObject { ["path"] = path, ["found"] = File.Exists(path) })]),
        };
        try
        {
            var about = Engine.Describe();
            facts["loadedFrom"] = Engine.LoadedFrom;
            foreach (var (name, value) in about) facts[name] = value;
            var abi = about["cxx11 abi"] == "1" ? "C++11 strings" : "strings from before C++11";
            var parts = string.Join(", ", new[] { "openmp", "onednn" }.Where(part => about.GetValueOrDefault(part) == "yes"));
            var alone = about.GetValueOrDefault("own kernels on several threads") == "no" ? ", own kernels on one thread" : "";
            return (new("engine", State.Ok, $"libtorch {about["libtorch"]} ({abi}, {about.GetValueOrDefault("cpu capability", "?")}, {parts}{alone}), {Engine.LoadedFrom}") { Facts = facts }, true);
        }
        catch (Exception e) when (Cause(e) is EngineException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            var places = Engine.Candidates.ToList();
            // Without a file the places say it all; a file that does not load has a story of its own.
            var text = places.Any(File.Exists) ? Cause(e).Message : $"not built; there is no {string.Join(" and no ", places)}";
            return (new("engine", State.Missing, text) { Facts = facts, Remedy = LinuxPackages.Engine }, false);
        }
    }

    private static Exception Cause(Exception e) => e is TypeInitializationException { InnerException: { } inner } ? Cause(inner) : e;

    private static Finding Devices()
    {
        var (count, built) = (Engine.CudaDevices, Engine.Describe().GetValueOrDefault("built for cuda") == "yes");
        var facts = new JsonObject { ["cudaDevices"] = count, ["builtForCuda"] = built };
        if (count > 0) return new("devices", State.Ok, $"cpu, {string.Join(", ", Enumerable.Range(0, count).Select(i => $"cuda:{i}"))}") { Facts = facts };
        var driver = NvidiaDriver();
        if (driver is null) return new("devices", State.Ok, $"cpu (no NVIDIA driver here; libtorch is built with{(built ? "" : "out")} CUDA)") { Facts = facts };
        facts["nvidiaDriver"] = driver;
        return built
            ? new("devices", State.Warning, $"cpu; libtorch is built with CUDA and the NVIDIA driver {driver} is loaded, but no device can be used")
            {
                Facts = facts,
                Remedy = "check that nvidia-smi lists the device and that the driver is new enough for this libtorch's CUDA",
            }
            : new("devices", State.Warning, $"cpu; this machine has the NVIDIA driver {driver}, but libtorch is built without CUDA")
            {
                Facts = facts,
                Remedy = "set SKEPTIC_LIBTORCH to a libtorch with CUDA (an unpacked one, or the torch folder of a Python) and build again",
            };
    }

    /// <summary>Version of the loaded kernel driver; null without one.</summary>
    private static string? NvidiaDriver()
    {
        const string path = "/proc/driver/nvidia/version";
        if (!File.Exists(path)) return null;
        var words = File.ReadLines(path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0]) && word.Contains('.')) ?? "of unknown version";
    }

    private static Finding Operator()
    {
        using var scope = Scope.Open();
        var start = TimeProvider.System.GetTimestamp();
        var sum = (Tensor.Ones([8]) + 1).Sum().ToDouble();
        var first = TimeProvider.System.GetElapsedTime(start);
        if (sum != 16) return new("operator", State.Missing, $"8 * (1 + 1) came out as {sum}") { Remedy = "this libtorch computes wrongly; use another one (SKEPTIC_LIBTORCH)" };
        const int calls = 2000;
        var ones = Tensor.Ones([8]);
        start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < calls; i++) (ones + 1).Dispose();
        var each = TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / calls;
        return new("operator", State.Ok, $"add of 8 numbers: {each:F1} us a call (the first, with look-up: {first.TotalMilliseconds:F1} ms)")
        {
            Facts = new JsonObject { ["microseconds"] = Math.Round(each, 2), ["firstMilliseconds"] = Math.Round(first.TotalMilliseconds, 2) },
        };
    }

    private static Finding Blas(BlasLibrary blas, GemmSpeed speed)
    {
        var text = $"{blas.Name}, {speed.GigaFlops:F0} GFLOP/s with {speed.Threads} {(speed.Threads == 1 ? "thread" : "threads")} (float32 product of {speed.Size} x {speed.Size})";
        var facts = new JsonObject { ["name"] = blas.Name, ["file"] = blas.File, ["gigaFlops"] = Math.Round(speed.GigaFlops, 1), ["threads"] = speed.Threads };
        return blas.IsReference
            ? new("blas", State.Warning, $"{text}: the slow reference implementation, {blas.File}") { Facts = facts, Remedy = LinuxPackages.Blas }
            : new("blas", State.Ok, text) { Facts = facts };
    }
}
