using System.Globalization;
using Skeptic.Torch.Distributed;

namespace Skeptic.Cli.Runs;

/// <summary>
/// Which process of a run this is, by the environment: that of <c>skeptic launch</c> and torchrun or, where it is asked for, Slurm's. A
/// process that is told nothing trains alone.
/// </summary>
internal static class ProcessPlace
{
    /// <summary>Set by <c>skeptic launch</c>: the command line that goes on with the run. Whoever set it tells the user.</summary>
    public const string ResumeVariable = "SKEPTIC_RESUME";

    /// <summary>Seconds after which a process that does not answer counts as lost.</summary>
    public const string PeerTimeoutVariable = "SKEPTIC_PEER_TIMEOUT";

    /// <param name="by"><c>auto</c>: the environment of skeptic launch and torchrun, where it is set; <c>slurm</c>; <c>none</c>.</param>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <exception cref="UsageException">The environment says too little, or contradicts itself.</exception>
    public static Membership? Of(string by, Func<string, string?> environment)
    {
        var place = by switch
        {
            "none" => null,
            "auto" => Number(environment, "WORLD_SIZE", 1) > 1 ? OfTorchrun(environment) : null,
            "slurm" => SlurmPlace.Of(environment),
            _ => throw new UsageException($"--distributed is '{by}'; it must be auto, slurm or none"),
        };
        if (place is null || environment(PeerTimeoutVariable) is not { Length: > 0 }) return place;
        var seconds = Number(environment, PeerTimeoutVariable);
        return seconds > 0 ? place with { Patience = TimeSpan.FromSeconds(seconds) } : throw new UsageException($"{PeerTimeoutVariable} is 0; it must be a whole number of seconds above 0");
    }

    /// <summary>A whole number of a variable that must be set.</summary>
    internal static int Number(Func<string, string?> environment, string name, int? otherwise = null)
    {
        if (environment(name) is not { Length: > 0 } text) return otherwise ?? throw new UsageException($"{name} is not set, and training over several processes needs it; start them by skeptic launch, torchrun or srun");
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw new UsageException($"{name} is '{text}'; it must be a whole number of at least 0");
    }

    /// <exception cref="UsageException">The rank does not lie below the size.</exception>
    internal static Membership Checked(Membership place) => place.Rank < place.Size && place.LocalRank < place.LocalSize ? place : throw new UsageException(
        $"this is process {place.Rank} of {place.Size}, {place.LocalRank} of {place.LocalSize} on its machine: they are counted from 0, so that cannot be");

    private static Membership OfTorchrun(Func<string, string?> environment)
    {
        var (rank, size) = (Number(environment, "RANK"), Number(environment, "WORLD_SIZE"));
        var address = environment("MASTER_ADDR") is { Length: > 0 } given ? given : throw new UsageException("MASTER_ADDR is not set, and training over several processes needs it; start them by skeptic launch, torchrun or srun");
        return Checked(new Membership(rank, size, Number(environment, "LOCAL_RANK", rank), Number(environment, "LOCAL_WORLD_SIZE", size), address, Number(environment, "MASTER_PORT")));
    }
}
