using System.Text.Json;

namespace Skeptic.Tests;

/// <summary>One case of a golden file.</summary>
/// <param name="File">The file's name; files of SKEPTIC_GOLDEN carry that in front.</param>
/// <param name="Id">Unique within the file: <c>cdr/cdr_step_mlp</c>.</param>
/// <param name="Json">The case itself.</param>
/// <param name="Parent">What the case stands in, where it is one of a list; else the case itself.</param>
/// <param name="Root">The whole file: cases refer to inputs that are written once.</param>
internal sealed record GoldenCase(string File, string Id, JsonElement Json, JsonElement Parent, JsonElement Root);
