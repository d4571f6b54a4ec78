namespace Skeptic.Torch.Distributed;

/// <summary>A process's place in a group, and where the group meets.</summary>
/// <param name="Rank">0-based; process 0 listens.</param>
/// <param name="Size">Processes of the group.</param>
/// <param name="LocalRank">0-based, among the processes of this machine.</param>
/// <param name="LocalSize">Processes of this machine.</param>
/// <param name="Address">Name or number of process 0's machine.</param>
public sealed record Membership(int Rank, int Size, int LocalRank, int LocalSize, string Address, int Port)
{
    /// <summary>How long to wait for the others at the start.</summary>
    public TimeSpan Joining { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a call may wait for the others; process 0 writes checkpoints meanwhile.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);
}
