namespace Skeptic.Cli.Reviewing;

/// <summary>What a reviewer says of a label; <see cref="Clear"/> is nothing, or nothing any more.</summary>
internal enum Verdict
{
    Clear,
    Keep,
    Relabel,
    Unsure,
    Skip,
}

/// <param name="Label">The class that is right; -1 unless relabelled.</param>
internal readonly record struct Mark(Verdict Verdict, int Label = -1);

/// <summary>Why a decision stands in the journal.</summary>
internal enum Act
{
    Decide,
    Undo,
    Redo,
}

/// <summary>Reviewers decide for themselves, in the first pass and in the blind second one.</summary>
internal readonly record struct Seat(string Reviewer, int Pass);

/// <summary>A line of the journal.</summary>
/// <param name="Seq">1 of the first decision, then one more each.</param>
/// <param name="Row">Position of the sample in the book.</param>
/// <param name="Batch">What the page called the request; null of lines from elsewhere.</param>
/// <param name="Of">How many lines the request has.</param>
internal sealed record Decision(long Seq, int Row, Mark Mark, Seat Seat, DateTimeOffset Time, string? Batch = null, int Of = 1, Act Act = Act.Decide);
