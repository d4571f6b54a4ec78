using Skeptic.Cli.Runs;

namespace Skeptic.Cli.Sweeps.Slurm;

/// <summary>The batch script of an array job.</summary>
/// <remarks>
/// Slurm signals the script alone (<c>B:</c>), which hands SIGTERM on and waits. A task that was terminated queues itself again only
/// while Slurm calls it running: one that was cancelled is completing by then, and so is one that Slurm requeues itself. It names itself by array
/// and task, since one of the tasks bears the number of the whole array.
/// </remarks>
internal static class SlurmScript
{
    public static string Of(SlurmJob job) => $$"""
        #!/bin/sh
        # Runs the cells of task-N.json as task N. Submitted again from this folder, it goes on with what is not finished.
        {{string.Join('\n', Settings(job).Select(setting => $"#SBATCH {setting}"))}}

        {{string.Join('\n', job.Environment.Select(variable => $"export {variable.Name}={ShellWords.Join(variable.Value)}").Append($"cd {ShellWords.Join(job.WorkingDirectory)} || exit 1"))}}

        # SIGTERM comes a minute before the time limit, and when another job takes the node: the program saves and ends with {{ExitCode.Terminated}}.
        program=
        stopped=
        trap 'stopped=1; [ -z "$program" ] || kill -TERM "$program" 2>/dev/null' TERM
        {{ShellWords.Join(job.Program)}} sweep --cells {{ShellWords.Join(Path.Combine(job.Folder, "task-"))}}"$SLURM_ARRAY_TASK_ID".json {{ShellWords.Join(job.Arguments)}} &
        program=$!
        [ -z "$stopped" ] || kill -TERM "$program" 2>/dev/null
        wait "$program"
        code=$?
        # A signal ends the wait before the program.
        while kill -0 "$program" 2>/dev/null; do
            wait "$program"
            code=$?
        done

        # Back into the queue, to go on later, unless the job was cancelled.
        task="${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
        if [ "$code" -eq {{ExitCode.Terminated}} ] && [ "$(squeue --noheader --jobs="$task" --format=%T)" = RUNNING ]; then
            echo "saved; task $task goes back into the queue"
            scontrol requeue "$task"
        fi
        exit "$code"

        """;

    private static IEnumerable<string> Settings(SlurmJob job)
    {
        yield return $"--job-name={job.Name}";
        yield return $"--array=0-{job.Packs.Count - 1}{(job.Options.ArrayLimit is { } limit ? $"%{limit}" : "")}";
        yield return "--ntasks=1";
        yield return $"--cpus-per-task={job.Processors}";
        if (job.Options.TimeLimit is { } time) yield return $"--time={time}";
        if (job.Options.Partition is { } partition) yield return $"--partition={partition}";
        yield return "--requeue";
        yield return "--signal=B:TERM@60";
        yield return "--open-mode=append";
        yield return "--output=task-%a.log";
    }
}
