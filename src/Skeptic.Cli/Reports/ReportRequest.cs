using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>What one call of <c>skeptic report</c> asks for.</summary>
/// <param name="Folder">A run directory, or a folder of them.</param>
/// <param name="Paths">Of the experiments, as the user named them.</param>
/// <param name="Assignments">What the user gave by <c>--set</c>.</param>
/// <param name="Program">How the user called the program.</param>
/// <param name="Command">The command line of the report itself.</param>
internal sealed record ReportRequest(string Folder, IReadOnlyList<Experiment> Experiments, IReadOnlyList<string> Paths, IReadOnlyList<string> Assignments, string Program, string Command);
