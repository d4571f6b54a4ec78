using System.CommandLine;
using Skeptic.Cli.Doctor;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic doctor</c>: what the program needs, what it found, and what brings the rest.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "the folder that holds the data sets; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "print JSON" };
        var command = new Command("doctor", "Check the engine, devices, BLAS and data sets, and say how to get what is missing.") { data, json };
        command.SetAction(parsed =>
        {
            var report = DoctorReport.Make(parsed.GetValue(data));
            if (parsed.GetValue(json)) report.WriteJson(terminal.Output);
            else report.Write(terminal.Output);
            return report.CanTrain ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }
}
