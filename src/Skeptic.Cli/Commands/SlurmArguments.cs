using System.CommandLine;
using System.Text.RegularExpressions;
using Skeptic.Cli.Sweeps.Slurm;
using Skeptic.Text;

namespace Skeptic.Cli.Commands;

/// <summary>The options of <c>skeptic sweep</c> that are for Slurm.</summary>
internal static partial class SlurmArguments
{
    private static readonly Option<string> s_executor = new("--executor") { Description = "local: train here; slurm: submit what is missing to a Slurm cluster, as one array job [default: local]", HelpName = "NAME" };
    private static readonly Option<string> s_cellsPerTask = new("--cells-per-task") { Description = "slurm: cells of each task of the array [default: as many as --parallel]", HelpName = "N" };
    private static readonly Option<string> s_timeLimit = new("--time-limit") { Description = "slurm: of each task, which saves a minute before and goes back into the queue [default: the partition's]", HelpName = "[D-]HH:MM:SS" };
    private static readonly Option<string> s_partition = new("--partition") { Description = "slurm: where [default: the cluster's]", HelpName = "NAME" };
    private static readonly Option<string> s_arrayLimit = new("--array-limit") { Description = "slurm: so many tasks at a time at most", HelpName = "N" };
    private static readonly Option<string[]> s_sbatch = new("--sbatch") { Description = "slurm: an argument for sbatch itself, such as --sbatch=--gres=gpu:1; may be repeated", HelpName = "ARG", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> s_wait = new("--wait") { Description = "slurm: stay and show progress until all cells are finished or failed" };

    public static IReadOnlyList<Option> All { get; } = [s_executor, s_cellsPerTask, s_timeLimit, s_partition, s_arrayLimit, s_sbatch, s_wait];

    public static bool IsSlurm(ParseResult parsed) => parsed.GetValue(s_executor) switch
    {
        null or "local" => false,
        "slurm" => true,
        var other => throw new UsageException($"there is no executor '{other}'; {(Nearest.Of(other, ["local", "slurm"]) is { } near ? $"did you mean '{near}'?" : "it is local or slurm")}"),
    };

    /// <param name="parallel">Cells at a time in a task.</param>
    /// <returns>Null where the sweep trains here.</returns>
    public static SlurmOptions? Read(ParseResult parsed, int parallel)
    {
        if (!IsSlurm(parsed))
            return All.Skip(1).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray
                ? throw new UsageException($"{stray.Name} is for jobs of Slurm; add --executor slurm, or leave it out")
                : null;
        return new SlurmOptions
        {
            CellsPerTask = WholeNumber.Of(parsed.GetValue(s_cellsPerTask), "--cells-per-task") ?? parallel,
            TimeLimit = parsed.GetValue(s_timeLimit) is { } time ? Time(time) : null,
            Partition = parsed.GetValue(s_partition) is { } name ? Partition(name) : null,
            ArrayLimit = WholeNumber.Of(parsed.GetValue(s_arrayLimit), "--array-limit"),
            Sbatch = parsed.GetValue(s_sbatch) ?? [],
            Wait = parsed.GetValue(s_wait),
        };
    }

    private static string Time(string text)
    {
        if (Limit().Match(text) is not { Success: true } match) throw new UsageException($"--time-limit is '{text}'; write hours, minutes and seconds such as 02:30:00, with days 1-12:00:00");
        var part = (string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var time = new TimeSpan(part("d"), part("h"), part("m"), part("s"));
        return time >= TimeSpan.FromMinutes(2) ? text : throw new UsageException($"--time-limit is '{text}'; a task is told to save a minute before its end, so give it 00:02:00 at least");
    }

    private static string Partition(string name) => Names().IsMatch(name) ? name : throw new UsageException($"--partition is '{name}'; it must be a name, or several joined by commas, as `sinfo` shows them");

    [GeneratedRegex(@"^(?:(?<d>\d{1,3})-)?(?<h>\d{1,4}):(?<m>[0-5]\d):(?<s>[0-5]\d)\z")]
    private static partial Regex Limit();

    [GeneratedRegex(@"^[\w.+,-]+\z")]
    private static partial Regex Names();
}
