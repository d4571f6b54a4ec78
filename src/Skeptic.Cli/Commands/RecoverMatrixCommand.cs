using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Runs;
using Skeptic.Recovery;
using Skeptic.Settings;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic recover-matrix</c>: a matrix as low rank plus sparse.</summary>
internal static class RecoverMatrixCommand
{
    private static readonly Argument<string?> s_file = new("MATRIX") { Description = "a .npy file of float32 or float64, two dimensions; NaN where an entry is not known", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> s_observed = new("--observed") { Description = "a .npy file of the same shape: 0 where an entry is not known", HelpName = "MASK" };
    private static readonly Option<string> s_reference = new("--reference") { Description = "the true low-rank part as .npy, to compare with", HelpName = "LOW" };
    private static readonly Option<string> s_methods = new("--methods") { Description = "double (over-parameterisation) and pcp (principal component pursuit), with a comma [default: double,pcp]", HelpName = "NAMES" };
    private static readonly Option<string> s_phase = new("--phase") { Description = "in place of MATRIX: draw N x N matrices over ranks and sparsities, and a picture of where each method recovers them", HelpName = "N" };
    private static readonly Option<string> s_out = new("--out") { Description = "where the parts go [default: recovered]", HelpName = "DIR" };
    private static readonly Option<string> s_threads = new("--threads") { Description = $"processor threads to use [default: {Environment.ProcessorCount}, all of this machine]", HelpName = "N" };

    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("recover-matrix", "Take a matrix apart into low rank and sparse, rank and sparsity unknown.",
            "skeptic recover-matrix data.npy --out parts",
            "skeptic recover-matrix data.npy --observed mask.npy --methods double",
            "skeptic recover-matrix --phase 60 --out phase");
        command.Add(s_file);
        foreach (var option in new Option[] { s_observed, s_reference, s_methods, s_phase, s_out }) command.Add(option);
        var settings = OptionInfo.Of(typeof(RobustMatrixOptions)).Select(setting => (setting.Name, Option: Setting(setting))).ToArray();
        foreach (var (_, option) in settings) command.Add(option);
        command.Add(s_threads);
        command.SetAction(parsed => Run(parsed, settings, terminal, arguments));
        return command;
    }

    private static Option Setting(OptionInfo setting) => setting.Type == typeof(bool)
        ? new Option<bool>("--" + setting.Name) { Description = setting.Summary }
        : new Option<string>("--" + setting.Name) { Description = setting.Summary + (setting.Default is null ? "" : string.Create(CultureInfo.InvariantCulture, $" [default: {setting.Default}]")), HelpName = setting.Type == typeof(double) ? "X" : "N" };

    private static int Run(ParseResult parsed, (string Name, Option Option)[] settings, Terminal terminal, IReadOnlyList<string> arguments)
    {
        var tree = new JsonObject();
        foreach (var (name, option) in settings)
        {
            if (option is Option<string> text && parsed.GetValue(text) is { } value) tree[name] = value;
            if (option is Option<bool> flag && parsed.GetValue(flag)) tree[name] = true;
        }
        var request = new RecoverMatrixRequest
        {
            File = parsed.GetValue(s_file),
            Observed = parsed.GetValue(s_observed),
            Reference = parsed.GetValue(s_reference),
            Methods = Methods(parsed.GetValue(s_methods) ?? "double,pcp"),
            Phase = WholeNumber.Of("--phase", parsed.GetValue(s_phase), 0, 10, 400),
            Options = SettingsBinder.Bind<RobustMatrixOptions>(tree),
            Directory = parsed.GetValue(s_out) ?? "recovered",
            Command = ShellWords.Join([terminal.Program, .. arguments]),
        };
        if ((request.File is null) == (request.Phase == 0)) throw new UsageException("name one matrix: a .npy file, or --phase N");
        if (request.Phase > 0 && (request.Observed ?? request.Reference) is not null) throw new UsageException("--phase draws matrices of its own; leave --observed and --reference out");
        if (request.Phase > 0 && request.Options.Symmetric) throw new UsageException("--phase draws matrices that are not symmetric; leave --symmetric out");
        Engine.Threads = WholeNumber.Of("--threads", parsed.GetValue(s_threads), Math.Max(1, Environment.ProcessorCount), 1, 1024);
        using var interruption = new Interruption(_ => { });
        try
        {
            if (request.Phase > 0) RecoverPhase.Run(request, terminal, interruption.Token);
            else RecoverMatrixParts.Run(request, terminal, interruption.Token);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (interruption.ExitCode != ExitCode.Ok)
        {
            terminal.Note("interrupted; nothing was written");
            return interruption.ExitCode;
        }
    }

    private static string[] Methods(string text)
    {
        string[] names = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (names.FirstOrDefault(name => name is not ("double" or "pcp")) is { } unknown) throw new UsageException($"--methods: '{unknown}' is neither double nor pcp");
        return names.Length > 0 ? names : throw new UsageException("--methods names none; write double,pcp or one of them");
    }
}

/// <summary>What one call of <c>skeptic recover-matrix</c> asks for.</summary>
internal sealed record RecoverMatrixRequest
{
    public string? File { get; init; }

    public string? Observed { get; init; }

    public string? Reference { get; init; }

    /// <summary><c>double</c>, <c>pcp</c>.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The side of drawn matrices; 0 for a file.</summary>
    public int Phase { get; init; }

    public required RobustMatrixOptions Options { get; init; }

    public required string Directory { get; init; }

    public required string Command { get; init; }
}
