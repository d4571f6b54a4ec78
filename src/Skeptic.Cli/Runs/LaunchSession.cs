using Skeptic.Training;

namespace Skeptic.Cli.Runs;

/// <summary>
/// One call of <c>skeptic launch</c>: starts the processes of a run and sees to it that they end together. The first shares this one's
/// terminal; it writes the run directory and tells how training goes.
/// </summary>
internal sealed class LaunchSession(LaunchRequest request, Terminal terminal)
{
    /// <summary>How long the others may take to find out by themselves that one is gone, and then to end when they are asked.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();

    public int Run()
    {
        if (request.LogDirectory is { } folder) Directory.CreateDirectory(folder);
        using var interruption = new Interruption(_ => { });
        var processes = new List<LaunchedProcess>();
        try
        {
            for (var rank = 0; rank < request.Processes; rank++) processes.Add(LaunchedProcess.Start(rank, request, terminal.Command, Printer(rank)));
            using var stop = interruption.Token.Register(() => processes.ForEach(process => process.Stop()));
            var first = FirstFailure(processes);
            if (first is null) return interruption.ExitCode;
            // Those that were asked to stop are saving; those that lost another one end by themselves.
            if (IsDoneOrStopped(first)) Task.WaitAll([.. processes.Select(process => process.Ended)]);
            else Wait(processes, s_patience);
            if (interruption.ExitCode != ExitCode.Ok && processes.All(IsDoneOrStopped)) return interruption.ExitCode;
            // Whoever lost another one ends with a code of its own, so the one that was lost is told also where it was not seen first.
            var lost = processes.Where(process => process.Ended.IsCompleted).FirstOrDefault(process => process.Ended.Result is not (ExitCode.Ok or ExitCode.PeerLost)) ?? first;
            var silent = lost.Ended.Result == ExitCode.PeerLost ? processes.FirstOrDefault(process => !process.Ended.IsCompleted) : null;
            End(processes);
            return Tell(lost, silent);
        }
        finally
        {
            foreach (var process in processes) process.Dispose();
        }
    }

    /// <summary>Waits until all have ended well, then null, or until one has not.</summary>
    private static LaunchedProcess? FirstFailure(List<LaunchedProcess> processes)
    {
        var running = processes.ToList();
        while (running.Count > 0)
        {
            Task.WaitAny([.. running.Select(process => process.Ended)]);
            if (running.FirstOrDefault(process => process.Ended is { IsCompleted: true, Result: not ExitCode.Ok }) is { } failed) return failed;
            running.RemoveAll(process => process.Ended.IsCompleted);
        }
        return null;
    }

    private static bool IsDoneOrStopped(LaunchedProcess process) => process.Ended is { IsCompleted: true, Result: ExitCode.Ok or ExitCode.Interrupted or ExitCode.Terminated };

    private static bool Wait(List<LaunchedProcess> processes, TimeSpan patience) => Task.WaitAll([.. processes.Select(process => process.Ended)], patience);

    private static void End(List<LaunchedProcess> processes)
    {
        processes.ForEach(process => process.Stop());
        if (Wait(processes, s_patience)) return;
        processes.ForEach(process => process.Kill());
        Wait(processes, s_patience);
    }

    /// <param name="silent">Whom the others gave up waiting for, though it had not ended.</param>
    private int Tell(LaunchedProcess lost, LaunchedProcess? silent)
    {
        var code = lost.Ended.Result;
        // Stopped on request, saved and told by process 0.
        if (code is ExitCode.Interrupted or ExitCode.Terminated) return code;
        var what = silent is not null ? "did not answer any more and was ended" : lost.Signal is { } signal ? $"was ended by signal {signal}" : $"ended with exit code {code}";
        terminal.Error.WriteLine($"skeptic: process {(silent ?? lost).Rank} of {request.Processes} {what}, and the others with it");
        if (code == ExitCode.Usage) return code;
        if (RunDirectory.Beside(request.Directory).HasCheckpoint) terminal.Note($"the run stands at its last checkpoint, in {request.Directory}; to go on:");
        else terminal.Note("the run had come to no checkpoint; to start it again:");
        terminal.Note($"  {request.ResumeCommand}");
        return lost.Signal is null ? code : ExitCode.PeerLost;
    }

    private Action<string> Printer(int rank)
    {
        if (rank == 0) return _ => { };
        if (request.LogDirectory is not { } folder)
            return line =>
            {
                lock (_lock) terminal.Error.WriteLine($"[{rank}] {line}");
            };
        var file = Path.Combine(folder, $"process-{rank}.log");
        File.WriteAllText(file, "");
        return line =>
        {
            lock (_lock) File.AppendAllText(file, line + "\n");
        };
    }
}
