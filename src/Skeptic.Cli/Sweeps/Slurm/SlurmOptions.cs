namespace Skeptic.Cli.Sweeps.Slurm;

/// <summary>How cells become an array job of Slurm.</summary>
internal sealed record SlurmOptions
{
    /// <summary>At least 1; a task runs them as many at a time as the sweep's options say.</summary>
    public required int CellsPerTask { get; init; }

    /// <summary>Of one task, as Slurm writes it: <c>02:30:00</c> or <c>1-00:00:00</c>; null leaves the partition's own.</summary>
    public string? TimeLimit { get; init; }

    /// <summary>Null leaves the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>Tasks at a time; null leaves it to the cluster.</summary>
    public int? ArrayLimit { get; init; }

    /// <summary>Handed to sbatch as they are; they win over what the script says.</summary>
    public IReadOnlyList<string> Sbatch { get; init; } = [];

    /// <summary>Stay until the cells are done.</summary>
    public bool Wait { get; init; }

    public int Tasks(int cells) => (cells + CellsPerTask - 1) / CellsPerTask;
}
