using System.Diagnostics;
using System.Globalization;
using Skeptic.Torch.Tests.OwnOperators;

namespace Skeptic.Torch.Tests.Testing;

/// <summary>
/// This assembly as a program, for what a process decides once: whether there is an engine, and which kernels it takes. It asks
/// the engine for a tensor, or with the argument <c>convolutions</c> or <c>norms</c> compares those with the library's, and says what came of it.
/// </summary>
internal static class EngineProbe
{
    /// <summary>Runs the copy in a folder; what it wrote, without the last line's end, and nothing to standard error.</summary>
    internal static (int Code, string Text) Start(string folder, string[] arguments, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(folder, Path.GetFileName(typeof(EngineProbe).Assembly.Location)));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal("", error.GetAwaiter().GetResult());
        return (process.ExitCode, text);
    }

    private static int Main(string[] arguments)
    {
        try
        {
            if (arguments is ["convolutions"]) Compare(LibraryComparison.Convolutions, LibraryComparison.OfConvolution);
            else if (arguments is ["norms"]) Compare(NormComparison.Norms, NormComparison.Of);
            else Make();
            return 0;
        }
        catch (EngineException e)
        {
            Console.WriteLine($"{e.Failure}: {e.Message}");
            return 3;
        }
    }

    private static void Make()
    {
        using var tensor = Tensor.Ones([2]);
        Console.WriteLine($"made {tensor}");
    }

    private static void Compare<T>(IEnumerable<T> cases, Func<T, double> difference)
    {
        Engine.Threads = 1;
        foreach (var one in cases) Console.WriteLine(difference(one).ToString("R", CultureInfo.InvariantCulture));
    }
}
