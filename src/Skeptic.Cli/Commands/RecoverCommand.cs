using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Runs;
using Skeptic.Recovery;
using Skeptic.Settings;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic recover</c>: a picture without its wrong pixels.</summary>
internal static class RecoverCommand
{
    private static readonly Argument<string?> s_image = new("IMAGE") { Description = "the picture: PNG, JPEG, PGM, PPM or BMP", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> s_drawn = new("--drawn") { Description = $"in place of IMAGE a picture that the program draws: {string.Join(" or ", DrawnScene.All.Select(scene => scene.Name))}", HelpName = "NAME" };
    private static readonly Option<string> s_corrupt = new("--corrupt") { Description = "spoil the picture first, and compare with what it was: salt-and-pepper:0.3, impulse:0.3 or block:0.2; else it is taken to be spoiled as it is", HelpName = "NAME:RATE" };
    private static readonly Option<string> s_reference = new("--reference") { Description = "the clean picture, to compare with", HelpName = "CLEAN" };
    private static readonly Option<string> s_methods = new("--methods") { Description = "sop, l2 and l1, with commas [default: sop,l2,l1]", HelpName = "NAMES" };
    private static readonly Option<string> s_maxSide = new("--max-side") { Description = "make a picture whose longer side has more pixels smaller, by means over areas; also the side of a drawn picture [default: 256]", HelpName = "N" };
    private static readonly Option<string> s_out = new("--out") { Description = "where results and checkpoints go, and where the same command goes on [default: recovered]", HelpName = "DIR" };
    private static readonly Option<string> s_device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: auto]", HelpName = "DEVICE" };
    private static readonly Option<string> s_threads = new("--threads") { Description = $"processor threads to use [default: {Environment.ProcessorCount}, all of this machine]", HelpName = "N" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print the result as JSON on stdout, and nothing else there" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "no progress" };

    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("recover", "Recover a picture of which some pixels are wrong.",
            "skeptic recover --drawn harbour --corrupt salt-and-pepper:0.3",
            "skeptic recover spoiled.png --reference clean.png --methods sop --iterations 5000 --out recovered/mine");
        command.Add(s_image);
        foreach (var option in new Option[] { s_drawn, s_corrupt, s_reference, s_methods, s_maxSide, s_out }) command.Add(option);
        var settings = OptionInfo.Of(typeof(RecoveryOptions)).Select(setting => (setting.Name, Option: new Option<string>("--" + SettingNames.FromEnum(setting.Name))
        {
            Description = $"{setting.Summary} [default: {Default(setting.Default)}]", HelpName = setting.Type == typeof(double) ? "X" : "N",
        })).ToArray();
        foreach (var (_, option) in settings) command.Add(option);
        foreach (var option in new Option[] { s_device, s_threads, s_json, s_quiet }) command.Add(option);
        command.SetAction(parsed => new RecoverSession(Request(parsed, settings, terminal, arguments), terminal).Run());
        return command;
    }

    private static RecoverRequest Request(ParseResult parsed, (string Name, Option<string> Option)[] settings, Terminal terminal, IReadOnlyList<string> arguments)
    {
        var tree = new JsonObject();
        foreach (var (name, option) in settings)
            if (parsed.GetValue(option) is { } value) tree[name] = value;
        return new RecoverRequest
        {
            Image = parsed.GetValue(s_image),
            Drawn = parsed.GetValue(s_drawn),
            Corruption = parsed.GetValue(s_corrupt) is { } corruption ? Corruption.Parse(corruption) : null,
            Reference = parsed.GetValue(s_reference),
            Methods = Methods(parsed.GetValue(s_methods) ?? "sop,l2,l1"),
            MaxSide = WholeNumber.Of("--max-side", parsed.GetValue(s_maxSide), 256, 11, 2048),
            Options = SettingsBinder.Bind<RecoveryOptions>(tree),
            Directory = parsed.GetValue(s_out) ?? "recovered",
            Device = parsed.GetValue(s_device) ?? "auto",
            Threads = WholeNumber.Of("--threads", parsed.GetValue(s_threads), Math.Max(1, Environment.ProcessorCount), 1, 1024),
            Json = parsed.GetValue(s_json),
            Quiet = parsed.GetValue(s_quiet),
            Command = ShellWords.Join([terminal.Program, .. arguments]),
        };
    }

    private static RecoveryMethod[] Methods(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name switch
        {
            "sop" => RecoveryMethod.Sop,
            "l2" => RecoveryMethod.L2,
            "l1" => RecoveryMethod.L1,
            _ => throw new UsageException($"--methods: '{name}' is none of sop, l2 and l1"),
        }).Distinct() is var methods && methods.Any() ? methods : throw new UsageException("--methods names none; write sop,l2,l1 or some of them")];

    private static string Default(object? value) => value is double number ? number.ToString("0.####e0", CultureInfo.InvariantCulture) is var power && number is < 1e-3 and > 0 ? power : number.ToString("0.####", CultureInfo.InvariantCulture) : $"{value}";
}
