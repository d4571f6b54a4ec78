using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Recovery;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary>One call of <c>skeptic recover</c>, from the picture to the exit code.</summary>
internal sealed class RecoverSession(RecoverRequest request, Terminal terminal)
{
    public int Run()
    {
        var task = request.Task(Note);
        var device = DeviceChoice.Of(request.Device);
        Note($"{request.Name}: {task.Corrupted.Width} x {task.Corrupted.Height} pixels, {task.Options.Iterations} iterations each of {string.Join(", ", request.Methods.Select(RecoverReport.Name))}");
        Note($"device: {device.Device} ({device.Reason}), {request.Threads} {(request.Threads == 1 ? "thread" : "threads")}");
        using var directory = RecoveryDirectory.Open(request.Directory, task);
        using var interruption = new Interruption(terminal.Note);
        var recovery = new ImageRecovery(task, directory, device.Device, TimeProvider.System);
        var work = Task.Factory.StartNew(
            () =>
            {
                // The engine counts threads by the thread that calls it.
                Engine.Threads = request.Threads;
                return recovery.Run(request.Methods, request.Quiet ? null : new RecoverProgress(terminal, TimeProvider.System), interruption.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (work.GetAwaiter().GetResult() is not { } results)
        {
            terminal.Note("interrupted and saved; to go on:");
            terminal.Note($"  {request.Command}");
            return interruption.ExitCode;
        }
        RecoverFiles.Write(request, task, directory, results, device.Device);
        if (request.Json) terminal.Output.WriteJson(RecoverReport.Json(request, task, results));
        else RecoverReport.Write(terminal.Output, task, results, directory.FileIn("index.html"));
        return ExitCode.Ok;
    }

    private void Note(string text)
    {
        if (!request.Quiet) terminal.Note(text);
    }
}

/// <summary>A plain line every few seconds.</summary>
internal sealed class RecoverProgress(Terminal terminal, TimeProvider time) : IProgress<RecoveryProgress>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private long? _last;
    private (RecoveryMethod Method, int Iteration, long At)? _first;

    public void Report(RecoveryProgress value)
    {
        var now = time.GetTimestamp();
        if (_first?.Method != value.Method) _first = (value.Method, value.Record.Iteration, now);
        var ends = value.Record.Iteration == value.Iterations;
        if (!ends && _last is { } last && time.GetElapsedTime(last, now) < s_pause) return;
        _last = now;
        var done = value.Record.Iteration - _first!.Value.Iteration;
        var left = done > 0 && !ends ? $", {Amounts.Clock(time.GetElapsedTime(_first.Value.At, now) * ((double)(value.Iterations - value.Record.Iteration) / done))} left" : "";
        var psnr = value.Record.Psnr is { } decibels ? $", PSNR {RecoverReport.Decibels(decibels)}" : "";
        terminal.Note($"{RecoverReport.Name(value.Method),-3}  iteration {value.Record.Iteration} of {value.Iterations}, loss {value.Record.Loss:0.0000}{psnr}{left}");
    }
}
