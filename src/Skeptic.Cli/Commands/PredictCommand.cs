using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Cli.Runs;
using Skeptic.Data;
using Skeptic.Prediction;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic predict</c>: what a run's network says of pictures, or of rows of features.</summary>
internal static class PredictCommand
{
    private static readonly string[] s_pictures = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif"];
    private static readonly Argument<string> s_run = new("RUN") { Description = "the directory of a finished run" };
    private static readonly Argument<string[]> s_files = new("FILE") { Description = "pictures, or folders of them; of a run on features one .npy, .npz, .csv or .tsv", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_format = new("--format") { Description = "csv, or json with an object a line [default: csv]", HelpName = "NAME" };
    private static readonly Option<bool> s_probabilities = new("--probabilities") { Description = "the probability of every class, not only the chosen one's" };
    private static readonly Option<string> s_to = new("--to") { Description = "the file to write [default: stdout]", HelpName = "FILE" };
    private static readonly Option<string> s_onBad = new("--on-bad") { Description = "fail, or skip files that cannot be decoded and name them on stderr [default: fail]", HelpName = "NAME" };
    private static readonly Option<string> s_device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: auto]", HelpName = "DEVICE" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("predict", "Predict the classes of pictures or rows with the network of a finished run.",
            "skeptic predict runs/NAME new-pictures",
            "skeptic predict runs/NAME a.jpg b.png --probabilities --format json",
            "skeptic predict runs/NAME new-rows.csv --to classes.csv");
        command.Add(s_run);
        command.Add(s_files);
        foreach (var option in new Option[] { s_format, s_probabilities, s_to, s_onBad, s_device }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var (format, onBad) = (parsed.GetValue(s_format) ?? "csv", parsed.GetValue(s_onBad) ?? "fail");
        if (format is not ("csv" or "json")) throw new UsageException($"--format is '{format}'; it must be csv or json");
        if (onBad is not ("fail" or "skip")) throw new UsageException($"--on-bad is '{onBad}'; it must be fail or skip");
        var paths = parsed.GetValue(s_files) ?? [];
        foreach (var path in paths)
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"there is no file or folder {path}");
        using var model = TrainedModel.Load(parsed.GetValue(s_run)!, DeviceChoice.Of(parsed.GetValue(s_device) ?? "auto").Device);
        Engine.Threads = Environment.ProcessorCount;
        if (model.Pictures is null && paths.Length > 1) throw new UsageException($"this run was trained on features, and {paths.Length} files are named; name one file of rows");
        var all = parsed.GetValue(s_probabilities);
        void Bad(BadSample sample)
        {
            if (onBad == "fail") throw new CommandException($"{sample.Id}: {sample.Reason}; repair or remove it, or leave such files out with --on-bad skip");
            terminal.Note($"skipped {sample.Id}: {sample.Reason}");
        }
        var (named, predictions) = model.Pictures is null
            ? ("id", FeaturePredictor.Predict(model, paths[0]))
            : ("path", PicturePredictor.Predict(model, Files(paths), Bad, Environment.ProcessorCount).Select(one => new RowPrediction(one.Path, one.Label, one.Probabilities)));
        var lines = predictions.Select(one => format == "csv" ? Csv(one, model, all) : Json(one, named, model, all));
        if (format == "csv") lines = lines.Prepend(string.Join(",", [.. new[] { named, "label", "probability" }, .. all ? model.ClassNames.Select(Quote) : []]));
        if (parsed.GetValue(s_to) is not { } to)
        {
            foreach (var line in lines) terminal.Output.WriteLine(line);
            return ExitCode.Ok;
        }
        AtomicFile.Write(to, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            foreach (var line in lines) writer.WriteLine(line);
        });
        return ExitCode.Ok;
    }

    private static IReadOnlyList<string> Files(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path)) files.Add(path);
            else files.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => s_pictures.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal));
        }
        return files.Count > 0 ? files : throw new UsageException($"{string.Join(", ", paths)} holds no picture ({string.Join(", ", s_pictures)})");
    }

    private static string Csv(RowPrediction one, TrainedModel model, bool all) =>
        string.Join(",", [Quote(one.Id), Quote(model.ClassNames[one.Label]), Number(one.Probabilities[one.Label]), .. all ? one.Probabilities.Select(Number) : []]);

    private static string Json(RowPrediction one, string named, TrainedModel model, bool all)
    {
        var node = new JsonObject { [named] = one.Id, ["label"] = model.ClassNames[one.Label], ["probability"] = one.Probabilities[one.Label] };
        if (all) node["probabilities"] = new JsonObject([.. model.ClassNames.Zip(one.Probabilities, (name, value) => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value)))]);
        return node.ToJsonString();
    }

    private static string Number(float value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
