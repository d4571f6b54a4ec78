using System.CommandLine;
using Skeptic.Cli.Configuration;
using Skeptic.Cli.Runs;
using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic train</c>: one run from a recipe.</summary>
internal static class TrainCommand
{
    /// <summary>Flags that are shorter ways to write <c>--set</c>, with the setting that each one is.</summary>
    private static readonly (string Flag, string Setting, string Path)[] s_flags =
    [
        ("--dataset", "dataset", "dataset"),
        ("--noise", "noise", "noise"),
        ("--method", "method", "method.use"),
        ("--model", "model", "model"),
        ("--epochs", "epochs", "epochs"),
        ("--batch", "batch", "batch"),
        ("--seed", "seed", "seed"),
    ];

    /// <summary>The same for settings of data of one's own.</summary>
    private static readonly (string Flag, string Setting)[] s_dataFlags =
    [
        ("--image-size", "imageSize"), ("--channels", "channels"), ("--on-bad", "onBad"), ("--label-column", "labelColumn"),
    ];

    private static readonly Option<string> s_config = new("--config") { Description = "settings from a YAML or JSON file, or the run.json of a run; flags and --set win over it", HelpName = "FILE" };
    private static readonly Option<string> s_preset = new("--preset") { Description = "the settings of a published experiment: see `skeptic presets`; a file, flags and --set win over it", HelpName = "NAME" };
    private static readonly Option<string[]> s_set = new("--set") { Description = "any setting by its path, such as method.aux.lambda=8 or optimiser.learningRate=0.02; may be repeated", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_data = new("--data") { Description = "the folder that holds the data sets; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
    private static readonly Option<string> s_out = new("--out") { Description = "the run directory; by default runs/NAME, where the same command finds its run again", HelpName = "DIR" };
    private static readonly Option<bool> s_resume = new("--resume") { Description = "only go on with a run that was interrupted; fail where there is none" };
    private static readonly Option<string> s_device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: auto]", HelpName = "DEVICE" };
    private static readonly Option<string> s_threads = new("--threads") { Description = $"processor threads to use [default: {Environment.ProcessorCount}, all of this machine], fewer by default where steps are small", HelpName = "N" };
    private static readonly Option<bool> s_tensorBoard = new("--tensorboard") { Description = "write the epochs for TensorBoard too, into the folder tensorboard of the run directory" };
    private static readonly Option<string> s_distributed = new("--distributed") { Description = "who says which process of several this is: auto (the environment of skeptic launch and torchrun, where it is set), slurm (that of srun) or none [default: auto]", HelpName = "BY" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print the result as JSON on stdout, and nothing else there" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "no progress" };

    private static readonly (string Path, Option<string> Option)[] s_settings = Settings();

    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("train", "Train a classifier on noisy labels.",
            "skeptic train",
            "skeptic train --dataset mnist --noise symmetric:0.4 --method cdr+aux --epochs 20 --set method.aux.lambda=8",
            "skeptic train --preset sr/mnist/ce+sr --noise symmetric:0.8",
            "skeptic train --config recipe.yaml --seed 2 --json");
        foreach (var (_, option) in s_settings) command.Add(option);
        foreach (var option in new Option[] { s_preset, s_config, s_set, s_data, s_out, s_resume, s_device, s_threads, s_distributed, s_tensorBoard, s_json, s_quiet }.Concat(ExecutionArguments.All)) command.Add(option);

        command.SetAction(parsed => new TrainSession(RequestOf(parsed, arguments, terminal), terminal).Run());
        return command;
    }

    private static string Default(OptionInfo setting) => setting.Default is null ? "" : $" [default: {(setting.Default is Enum name ? SettingNames.FromEnum(name.ToString()) : setting.Default)}]";

    /// <summary>What a parsed command line asks for.</summary>
    /// <param name="processes">How many will train it, where this process only starts them; 0 for what the environment says.</param>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    internal static TrainRequest RequestOf(ParseResult parsed, IReadOnlyList<string> arguments, Terminal terminal, int processes = 0)
    {
        var by = parsed.GetValue(s_distributed) ?? "auto";
        if (processes > 0 && by != "auto") throw new UsageException($"--distributed {by}: skeptic launch itself says which process each is; leave it out");
        var place = processes > 0 ? null : ProcessPlace.Of(by, Environment.GetEnvironmentVariable);
        var recipe = Divided(new RecipeSources
        {
            Preset = parsed.GetValue(s_preset),
            File = parsed.GetValue(s_config),
            Flags = [.. from setting in s_settings let value = parsed.GetValue(setting.Option) where value is not null select (setting.Path, value)],
            Assignments = parsed.GetValue(s_set) ?? [],
        }.Recipe(), place?.Size ?? processes);
        RecipeCheck.Check(recipe);
        var words = parsed.GetValue(s_resume) ? arguments : [.. arguments, "--resume"];
        return new TrainRequest
        {
            Recipe = recipe,
            Directory = parsed.GetValue(s_out) ?? Path.Combine("runs", recipe.Name),
            Data = parsed.GetValue(s_data),
            Resume = parsed.GetValue(s_resume),
            Device = parsed.GetValue(s_device) ?? "auto",
            Threads = WholeNumber.Of(parsed.GetValue(s_threads), "--threads"),
            Processors = Math.Max(1, Environment.ProcessorCount / (place?.LocalSize ?? 1)),
            Execution = ExecutionArguments.Read(parsed),
            TensorBoard = parsed.GetValue(s_tensorBoard),
            Json = parsed.GetValue(s_json),
            Quiet = parsed.GetValue(s_quiet),
            Place = place,
            ResumeCommand = place is not null && Environment.GetEnvironmentVariable(ProcessPlace.ResumeVariable) is { Length: > 0 } launch ? launch : ShellWords.Join([terminal.Program, .. words]),
        };
    }

    /// <summary>The recipe for so many processes: its samples are divided among them.</summary>
    private static Recipe Divided(Recipe recipe, int processes)
    {
        if (processes < 2 || recipe.Shards == processes) return recipe;
        return recipe.Shards is null ? recipe.Divided(processes) : throw new UsageException(
            $"shards is {recipe.Shards}, and {processes} processes are to train the run; give as many processes as shards, or one, or leave shards out");
    }

    private static (string Path, Option<string> Option)[] Settings()
    {
        var settings = OptionInfo.Of(typeof(Recipe));
        return
        [
            .. s_flags.Select(flag =>
            {
                var setting = settings.Single(option => option.Name == flag.Setting);
                return (flag.Path, new Option<string>(flag.Flag) { Description = $"{setting.Summary} [default: {setting.Default}]", HelpName = flag.Setting.ToUpperInvariant() });
            }),
            .. s_dataFlags.Select(flag =>
            {
                var setting = OptionInfo.Of(typeof(OwnDataOptions)).Single(option => option.Name == flag.Setting);
                return ($"data.{flag.Setting}", new Option<string>(flag.Flag) { Description = $"data of your own: {setting.Summary}{Default(setting)}", HelpName = setting.Type == typeof(int) ? "N" : setting.Type.IsEnum ? setting.Range["one of ".Length..].Replace(", ", "|") : "NAME" });
            }),
        ];
    }
}
