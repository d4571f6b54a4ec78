namespace Skeptic.Cli;

/// <summary>What the program's exit codes mean; <c>skeptic --help</c> and docs/cli.md print this list.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Something failed that the command line does not decide: files, memory, the engine.</summary>
    public const int Failure = 1;

    /// <summary>The command line, a configuration file or a setting is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Of several processes that train a run, one ended or fell silent; its own code says why, where it could.</summary>
    public const int PeerLost = 3;

    /// <summary>128 + SIGINT, as shells count.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;

    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Ok, "done"),
        (Failure, "failed: a file, the engine or memory"),
        (Usage, "the command line or a setting is wrong; nothing was started"),
        (PeerLost, "a process of a run that several train was lost; it goes on from its last checkpoint"),
        (Interrupted, "interrupted (Ctrl-C); a run is saved and the same command goes on with it"),
        (Terminated, "terminated (SIGTERM); saved likewise"),
    ];
}
