using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Skeptic.Benchmarks.Harness;

/// <summary>One of <c>bench/python</c>'s scripts as a child process that answers a line with a line of JSON.</summary>
internal sealed class PythonProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    internal PythonProcess(FoundPython python, string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(python.Path, [Path.Combine(AppContext.BaseDirectory, "python", script), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        Answer();
    }

    /// <summary>Sends a command and waits for what the script says to it.</summary>
    internal JsonObject Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return Answer();
    }

    public void Dispose()
    {
        // The scripts end when their input does.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private JsonObject Answer()
    {
        var line = _process.StandardOutput.ReadLine();
        return line is null ? throw new InvalidOperationException($"Python ended: {_errors.Result.Trim()}") : JsonNode.Parse(line)!.AsObject();
    }
}
