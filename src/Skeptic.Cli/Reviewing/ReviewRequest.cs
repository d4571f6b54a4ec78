namespace Skeptic.Cli.Reviewing;

/// <summary>What <c>skeptic review</c> is asked to do.</summary>
/// <param name="Folder">An audit folder or a run directory.</param>
/// <param name="Port">0 for a free one.</param>
/// <param name="Data">Where the data are now, or null.</param>
internal sealed record ReviewRequest(string Folder, string Host, int Port, string Reviewer, bool Open, string? Data);
