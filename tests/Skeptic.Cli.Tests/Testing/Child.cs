using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>The program as a process of its own, as a shell starts it.</summary>
internal sealed partial class Child : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _reading;

    private Child(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _reading = Task.Run(() =>
        {
            while (_process.StandardError.ReadLine() is { } line)
                lock (_error) _error.Append(line).Append('\n');
        });
    }

    /// <summary>Where the program lies beside the tests.</summary>
    public static string ProgramFolder => AppContext.BaseDirectory;

    public static Child Start(string workingDirectory, IEnumerable<string> arguments, string? program = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program ?? Path.Combine(ProgramFolder, "Skeptic.Cli"), arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return new(start);
    }

    /// <summary>Starts the program and waits for its end.</summary>
    public static Ended Run(string workingDirectory, params string[] arguments)
    {
        using var child = Start(workingDirectory, arguments);
        return child.Wait();
    }

    /// <summary>Waits until stderr holds a line that begins so.</summary>
    public void WaitForLine(string begin)
    {
        var until = Stopwatch.StartNew();
        while (!Lines().Any(line => line.StartsWith(begin, StringComparison.Ordinal)))
        {
            if (_process.HasExited || until.Elapsed > s_patience) throw new TimeoutException($"no line '{begin}...' came; stderr was:\n{string.Join('\n', Lines())}");
            Thread.Sleep(5);
        }
    }

    /// <param name="signal">2 is SIGINT, 15 SIGTERM.</param>
    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Sends a signal to the process that this one started last.</summary>
    public void SignalLastChild(int signal) =>
        Assert.Equal(0, Kill(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Max(), signal));

    public Ended Wait()
    {
        if (!_process.WaitForExit(s_patience)) throw new TimeoutException($"the program did not end; stderr was:\n{string.Join('\n', Lines())}");
        _reading.Wait();
        return new(_process.ExitCode, _output.Result, string.Concat(Lines().Select(line => line + "\n")));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string[] Lines()
    {
        lock (_error) return _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
