using System.CommandLine;
using System.Reflection;
using Skeptic.Export;
using Skeptic.Prediction;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic export</c>: what a run has learnt, for other programs.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> s_run = new("RUN") { Description = "the directory of a finished run" };
    private static readonly Option<string> s_format = new("--format") { Description = "onnx or safetensors [default: onnx]", HelpName = "NAME" };
    private static readonly Option<string> s_to = new("--to") { Description = "the file [default: model.onnx or export.safetensors in the run directory]", HelpName = "FILE" };
    private static readonly Option<bool> s_raw = new("--raw") { Description = "onnx of images: take bytes and normalise them inside" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("export", "Write the trained network for other programs, with class names and the constants of normalisation.",
            "skeptic export runs/NAME",
            "skeptic export runs/NAME --format safetensors --to weights.safetensors");
        command.Add(s_run);
        foreach (var option in new Option[] { s_format, s_to, s_raw }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var (run, format, raw) = (parsed.GetValue(s_run)!, parsed.GetValue(s_format) ?? "onnx", parsed.GetValue(s_raw));
        if (format is not ("onnx" or "safetensors")) throw new UsageException($"--format is '{format}'; it must be onnx or safetensors");
        if (raw && format != "onnx") throw new UsageException("--raw is for onnx: weights alone normalise nothing");
        var file = parsed.GetValue(s_to) ?? Path.Combine(run, format == "onnx" ? "model.onnx" : "export.safetensors");
        using var model = TrainedModel.Load(run, Device.Cpu);
        if (raw && model.Shape.Count != 3) throw new UsageException("--raw is for images, and this run was trained on features");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        if (format == "onnx") OnnxExport.Write(model, file, raw, Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "");
        else SafetensorsExport.Write(model, file);
        terminal.Output.WriteLine(file);
        return ExitCode.Ok;
    }
}
