using System.Diagnostics;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>This assembly as a program: trains slowly, for ResumeTests to kill.</summary>
internal static class KilledRun
{
    internal static Recipe Recipe(string method) => TinyRun.Recipe(method, "epochs=12");

    /// <summary>Starts the training of <paramref name="folder"/> in a process of its own.</summary>
    internal static Process Start(string method, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardError = true,
            ArgumentList = { typeof(KilledRun).Assembly.Location, method, folder },
        };
        return Process.Start(start)!;
    }

    private static int Main(string[] arguments)
    {
        TinyRun.Train(Recipe(arguments[0]), arguments[1], (_, _) => Thread.Sleep(5));
        return 0;
    }
}
