using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Skeptic.Cli.Runs;

/// <summary>One of the processes that <c>skeptic launch</c> started.</summary>
internal sealed class LaunchedProcess : IDisposable
{
    private const int Terminate = 15, ShellsOffset = 128;
    private readonly Process _process;
    private readonly Task[] _copying;

    private LaunchedProcess(int rank, Process process, Task[] copying)
    {
        (Rank, _process, _copying) = (rank, process, copying);
        Ended = End();
    }

    public int Rank { get; }

    /// <summary>Its exit code, once it has ended and all that it printed has been passed on.</summary>
    public Task<int> Ended { get; }

    /// <summary>The signal that ended it; null where it ended by itself. Only once it has ended.</summary>
    public int? Signal => _process.ExitCode is > ShellsOffset and <= ShellsOffset + 64 and not ExitCode.Interrupted and not ExitCode.Terminated ? _process.ExitCode - ShellsOffset : null;

    /// <param name="print">Takes each line of a process that does not share this one's terminal.</param>
    /// <exception cref="CommandException">The program cannot be started.</exception>
    public static LaunchedProcess Start(int rank, LaunchRequest request, IReadOnlyList<string> command, Action<string> print)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. request.Words]) { RedirectStandardOutput = rank > 0, RedirectStandardError = rank > 0 };
        foreach (var (name, value) in Environment(rank, request)) start.Environment[name] = value;
        // What c10d itself says of its sockets is said here in a sentence.
        start.Environment.TryAdd("TORCH_CPP_LOG_LEVEL", "ERROR");
        try
        {
            var process = Process.Start(start)!;
            return new(rank, process, rank == 0 ? [] : [Copy(process.StandardOutput, print), Copy(process.StandardError, print)]);
        }
        catch (Win32Exception e)
        {
            throw new CommandException($"{command[0]} cannot be started ({e.Message})");
        }
    }

    /// <summary>The environment that torchrun gives, and how the run goes on.</summary>
    internal static IReadOnlyDictionary<string, string> Environment(int rank, LaunchRequest request)
    {
        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["RANK"] = Text(rank), ["LOCAL_RANK"] = Text(rank), ["WORLD_SIZE"] = Text(request.Processes), ["LOCAL_WORLD_SIZE"] = Text(request.Processes),
            ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = Text(request.Port), [ProcessPlace.ResumeVariable] = request.ResumeCommand,
        };
    }

    /// <summary>Asks it to stop and save. Safe where it has ended, and where a terminal has sent it a Ctrl-C already.</summary>
    public void Stop()
    {
        if (!Ended.IsCompleted && !_process.HasExited) _ = Kill(_process.Id, Terminate);
    }

    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task<int> End()
    {
        await _process.WaitForExitAsync();
        await Task.WhenAll(_copying);
        return _process.ExitCode;
    }

    private static async Task Copy(StreamReader from, Action<string> print)
    {
        while (await from.ReadLineAsync() is { } line) print(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "SYSLIB1054", Justification = "A source-generated import needs unsafe code, which this project has none of.")]
    private static extern int Kill(int process, int signal);
}
