using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Doctor;

/// <summary>Everything that doctor found, in the order in which a run would need it.</summary>
internal sealed record DoctorReport(IReadOnlyList<Finding> Findings)
{
    public bool CanTrain => Findings.All(finding => finding.State != State.Missing);

    public static DoctorReport Make(string? data) => new([.. SystemCheck.Look(), .. EngineCheck.Look(), GroupCheck.Look(), .. DataCheck.Look(data)]);

    public void Write(TextWriter output)
    {
        var topics = Findings.Max(finding => finding.Topic.Length);
        foreach (var finding in Findings)
        {
            output.WriteLine($"{Word(finding.State),-7}  {finding.Topic.PadRight(topics)}  {finding.Text}");
            if (finding.Remedy is { } remedy) output.WriteLine($"{new string(' ', topics + 9)}  -> {remedy}");
        }
        output.WriteLine();
        output.WriteLine(CanTrain ? "The engine runs: skeptic train can start." : "The engine cannot run; what is marked missing has to be mended first.");
    }

    public void WriteJson(TextWriter output) => output.WriteJson(new JsonObject
    {
        ["ok"] = CanTrain,
        ["findings"] = new JsonArray([.. Findings.Select(finding => new JsonObject
        {
            ["topic"] = finding.Topic,
            ["state"] = Word(finding.State),
            ["text"] = finding.Text,
            ["remedy"] = finding.Remedy,
            ["facts"] = finding.Facts.DeepClone(),
        })]),
    });

    private static string Word(State state) => state switch { State.Ok => "ok", State.Absent => "absent", State.Warning => "warning", _ => "missing" };
}
