namespace Skeptic.Experiments;

public sealed record SweepOptions
{
    /// <summary>Cells at a time, at least 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Threads of the engine for each.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Start no further cell once one has failed.</summary>
    public bool FailFast { get; init; }

    /// <summary>How long to wait before looking again for cells that other processes have.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>How a sweep ended.</summary>
/// <param name="Finished">Cells with a result, whoever made it.</param>
/// <param name="Failed">Cells that failed in this sweep, here or elsewhere.</param>
/// <param name="Left">Cells without either: the sweep was interrupted, or stopped at a failure.</param>
public sealed record SweepOutcome(IReadOnlyList<Cell> Finished, IReadOnlyList<(Cell Cell, CellFailure Failure)> Failed, IReadOnlyList<Cell> Left);
