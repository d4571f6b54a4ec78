using System.Runtime.InteropServices;

namespace Skeptic.Cli.Runs;

/// <summary>
/// Turns Ctrl-C (SIGINT) and SIGTERM into a request to stop: the first one cancels <see cref="Token"/>, a second Ctrl-C is
/// left to the system, which ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;
    private readonly Action<string> _tell;
    private int _exitCode;

    /// <param name="tell">Called once, on another thread, with what is going to happen.</param>
    public Interruption(Action<string> tell)
    {
        _tell = tell;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Cli.ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Cli.ExitCode.Terminated));
    }

    public CancellationToken Token => _cancel.Token;

    /// <summary>The exit code that says which signal came; <see cref="ExitCode.Ok"/> without one.</summary>
    public int ExitCode => Volatile.Read(ref _exitCode);

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _cancel.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        var first = Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0;
        context.Cancel = first || context.Signal == PosixSignal.SIGTERM;
        if (!first) return;
        _tell("finishing the step and saving; Ctrl-C again ends at once without saving");
        _cancel.Cancel();
    }
}
