using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>What a sweep tells while it goes on, from whichever thread.</summary>
public abstract record SweepEvent(Cell Cell);

public sealed record CellStarted(Cell Cell) : SweepEvent(Cell);

/// <summary>News of the run itself.</summary>
public sealed record CellProgress(Cell Cell, RunEvent Event) : SweepEvent(Cell);

/// <param name="Elsewhere">Another process finished it.</param>
public sealed record CellFinished(Cell Cell, RunResult Result, bool Elsewhere) : SweepEvent(Cell);

public sealed record CellFailed(Cell Cell, CellFailure Failure) : SweepEvent(Cell);

/// <summary>The process that had it left it, saved; somebody will go on with it.</summary>
public sealed record CellStopped(Cell Cell) : SweepEvent(Cell);
