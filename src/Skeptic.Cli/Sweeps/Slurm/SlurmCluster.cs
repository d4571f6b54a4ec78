using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Skeptic.Cli.Sweeps.Slurm;

/// <summary>The Slurm cluster of this machine, by its own commands.</summary>
/// <exception cref="CommandException">There is no sbatch on the PATH.</exception>
internal sealed partial class SlurmCluster
{
    private readonly string _sbatch = Find("sbatch")
        ?? throw new CommandException("there is no sbatch on the PATH; --executor slurm needs a machine from which jobs are submitted, such as a cluster's login node");

    private readonly string? _squeue = Find("squeue");

    /// <returns>What sbatch answered, which begins with the job's number.</returns>
    /// <exception cref="CommandException">sbatch refused the job, in its own words.</exception>
    public string Submit(SlurmJob job)
    {
        var (code, output, error) = Run(_sbatch, ["--parsable", $"--chdir={job.Folder}", .. job.Options.Sbatch, job.Script]);
        if (code == 0) return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        var many = job.Packs.Count > 1000 ? $" (the array has {job.Packs.Count} tasks, and many clusters take 1001; --cells-per-task makes fewer)" : "";
        throw new CommandException($"sbatch refused the job: {Sentence(error, code)}{many}");
    }

    /// <param name="answer">NUMBER or NUMBER;CLUSTER, or the sentence of a site's own sbatch that always says it.</param>
    /// <returns>Null where it names no job.</returns>
    public static string? Number(string answer) => JobNumber().Match(answer) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Whether any task is queued or running; also where Slurm does not answer at the moment, or cannot be asked.</summary>
    public bool IsLive(string job)
    {
        if (_squeue is null) return true;
        var (code, output, error) = Run(_squeue, ["--noheader", $"--jobs={job}", "--format=%T"]);
        return code == 0 ? output.Trim().Length > 0 : !error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static (int Code, string Output, string Error) Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception e)
        {
            throw new CommandException($"{program} cannot be run: {e.Message}");
        }
    }

    private static string Sentence(string error, int code)
    {
        var lines = error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => Prefix().Replace(line, ""));
        return string.Join("; ", lines) is { Length: > 0 } told ? told : $"it said nothing, exit code {code}";
    }

    [GeneratedRegex(@"^(?:Submitted batch job )?(\d+)\b")]
    private static partial Regex JobNumber();

    [GeneratedRegex("^sbatch: (?:error: )?")]
    private static partial Regex Prefix();
}
