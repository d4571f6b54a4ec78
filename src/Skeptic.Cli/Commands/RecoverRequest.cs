using Skeptic.Data;
using Skeptic.Recovery;

namespace Skeptic.Cli.Commands;

/// <summary>What one call of <c>skeptic recover</c> asks for.</summary>
internal sealed record RecoverRequest
{
    public string? Image { get; init; }

    public string? Drawn { get; init; }

    public Corruption? Corruption { get; init; }

    public string? Reference { get; init; }

    public required IReadOnlyList<RecoveryMethod> Methods { get; init; }

    public required int MaxSide { get; init; }

    public required RecoveryOptions Options { get; init; }

    public required string Directory { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>The command line as it was typed; it goes on after an interruption.</summary>
    public required string Command { get; init; }

    /// <summary>What the picture is called.</summary>
    public string Name => Drawn ?? Path.GetFileName(Image!);

    /// <summary>Reads or draws the pictures.</summary>
    /// <param name="note">Told what a user should know.</param>
    /// <exception cref="UsageException">Not exactly one picture is named, or two references.</exception>
    public RecoveryTask Task(Action<string> note)
    {
        if ((Image is null) == (Drawn is null)) throw new UsageException("name one picture: a file, or --drawn NAME");
        if (Corruption is not null && Reference is not null) throw new UsageException("--corrupt compares with the picture as it was; leave --reference out");
        if (Drawn is not null && Corruption is null) throw new UsageException("a drawn picture has no wrong pixels; add --corrupt salt-and-pepper:0.3");
        var picture = Drawn is not null ? DrawnScene.Draw(Drawn, MaxSide) : Read(Image!, note);
        var reference = Corruption is not null ? picture : Reference is null ? null : Read(Reference, _ => { });
        var corrupted = Corruption is null ? picture : picture with { Planes = Corruption.Apply(picture.Planes, picture.Width, picture.Height, Options.Seed) };
        var task = new RecoveryTask(Options, corrupted, reference);
        task.Check();
        return task;
    }

    private PlanarImage Read(string file, Action<string> note)
    {
        var picture = PlanarImage.Of(PictureFile.Read(file));
        var smaller = picture.Within(MaxSide);
        if (smaller != picture)
            note($"{file} has {picture.Width} x {picture.Height} pixels and is made {smaller.Width} x {smaller.Height} (--max-side){(Corruption is null ? "; that spreads wrong pixels over their neighbours" : "")}");
        return smaller;
    }
}
