using System.Globalization;
using Skeptic.Torch.Distributed;

namespace Skeptic.Cli.Runs;

/// <summary>The same under <c>srun</c>: one process a task. They meet at the first node of the step, at a port that follows from the job's number.</summary>
internal static class SlurmPlace
{
    private const int FirstPort = 20_000, Ports = 20_000;

    /// <returns>Null for a step of one task.</returns>
    /// <exception cref="UsageException">This is no task of Slurm's.</exception>
    public static Membership? Of(Func<string, string?> environment)
    {
        if (environment("SLURM_PROCID") is null) throw new UsageException("--distributed slurm: SLURM_PROCID is not set, so this is no task of Slurm's; start it by srun");
        var size = ProcessPlace.Number(environment, "SLURM_NTASKS");
        if (size < 2) return null;
        var nodes = environment("SLURM_STEP_NODELIST") ?? environment("SLURM_JOB_NODELIST") ?? throw new UsageException("--distributed slurm: SLURM_STEP_NODELIST is not set; start the process by srun");
        var alone = ProcessPlace.Number(environment, "SLURM_STEP_NUM_NODES", ProcessPlace.Number(environment, "SLURM_NNODES", 1)) == 1;
        var tasks = Tasks(environment("SLURM_STEP_TASKS_PER_NODE") ?? environment("SLURM_TASKS_PER_NODE") ?? size.ToString(CultureInfo.InvariantCulture));
        var job = ProcessPlace.Number(environment, "SLURM_JOB_ID") + 101 * ProcessPlace.Number(environment, "SLURM_STEP_ID", 0);
        return ProcessPlace.Checked(new Membership(
            ProcessPlace.Number(environment, "SLURM_PROCID"), size, ProcessPlace.Number(environment, "SLURM_LOCALID"),
            tasks[Math.Min(ProcessPlace.Number(environment, "SLURM_NODEID", 0), tasks.Count - 1)],
            alone ? "127.0.0.1" : FirstHost(nodes), ProcessPlace.Number(environment, "MASTER_PORT", FirstPort + job % Ports)));
    }

    /// <summary>The first of Slurm's list: <c>a</c> of <c>a,b</c>, <c>node07</c> of <c>node[07-09,12],other</c>, <c>r1n3</c> of <c>r[1-2]n[3-4]</c>.</summary>
    internal static string FirstHost(string nodes)
    {
        var host = new System.Text.StringBuilder();
        for (var i = 0; i < nodes.Length && nodes[i] != ','; i++)
        {
            if (nodes[i] != '[')
            {
                host.Append(nodes[i]);
                continue;
            }
            var end = nodes.IndexOf(']', i);
            if (end < 0) throw new UsageException($"'{nodes}' is no list of Slurm's nodes: a bracket stays open");
            host.Append(nodes[(i + 1)..end].Split('-', ',')[0]);
            i = end;
        }
        return host.ToString();
    }

    /// <summary>Tasks of every node, from Slurm's <c>2(x3),1</c>.</summary>
    internal static IReadOnlyList<int> Tasks(string text)
    {
        var tasks = new List<int>();
        foreach (var part in text.Split(','))
        {
            var words = part.TrimEnd(')').Split("(x");
            if (!int.TryParse(words[0], CultureInfo.InvariantCulture, out var count) || !int.TryParse(words.Length > 1 ? words[1] : "1", CultureInfo.InvariantCulture, out var times))
                throw new UsageException($"'{text}' does not say how many tasks a node of Slurm's has");
            tasks.AddRange(Enumerable.Repeat(count, times));
        }
        return tasks;
    }
}
