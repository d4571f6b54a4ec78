using System.Diagnostics;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reviewing;

/// <summary>The program as a process of its own, serving a folder.</summary>
internal sealed class ReviewProcess : IDisposable
{
    private readonly Process _process;

    public ReviewProcess(string folder, params string[] options)
    {
        _process = Process.Start(new ProcessStartInfo(Path.Combine(Child.ProgramFolder, "Skeptic.Cli"), ["review", folder, "--no-open", "--reviewer", "ada", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Address = new(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(_process.StandardError.ReadToEnd()));
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>SIGKILL: nothing is told of it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <returns>The exit code.</returns>
    public int WaitForExit() => _process.WaitForExit(TimeSpan.FromMinutes(1)) ? _process.ExitCode : throw new TimeoutException("the server did not end");

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
