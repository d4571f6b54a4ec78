using System.CommandLine;
using System.Globalization;
using Skeptic.Auditing;
using Skeptic.Cli.Audits;
using Skeptic.Cli.Configuration;
using Skeptic.Cli.Runs;
using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Cli.Commands;

/// <summary>The part of <c>skeptic audit</c>'s command line that concerns data to train on.</summary>
internal sealed class AuditDataArguments
{
    /// <summary>Taken where neither a preset nor a file nor an option says otherwise.</summary>
    private static readonly (string Path, string Value)[] s_defaults = [("method.use", "elr"), ("epochs", "10")];

    private static readonly (string Flag, string Setting, string Path)[] s_settings =
        [("--noise", "noise", "noise"), ("--method", "method", "method.use"), ("--model", "model", "model"), ("--epochs", "epochs", "epochs"), ("--batch", "batch", "batch")];

    private static readonly string[] s_ownSettings = ["imageSize", "channels", "onBad", "labelColumn"];

    private readonly Argument<string?> _data = new("DATA") { Description = "pictures or tables of your own, or a data set of the catalogue: what `skeptic train --dataset` takes", Arity = ArgumentArity.ZeroOrOne };
    private readonly List<(string Path, Option<string> Option)> _flags = [];
    private readonly Option<string> _folds = new("--folds") { Description = "parts of which each is predicted by a network trained on the others [default: 5]", HelpName = "N" };
    private readonly Option<string> _plant = new("--plant") { Description = "share of each run's labels that is made wrong to measure the signals [default: 0.02]", HelpName = "SHARE" };
    private readonly Option<string> _parallel = new("--parallel") { Description = "folds trained side by side [default: as many as their steps leave threads for]", HelpName = "N" };
    private readonly Option<string> _consensus = new("--consensus") { Description = "how several annotators' labels become one: dawid-skene, majority [default: dawid-skene]", HelpName = "NAME" };
    private readonly Option<string> _preset = new("--preset") { Description = "the settings of a published experiment: see `skeptic presets`", HelpName = "NAME" };
    private readonly Option<string> _config = new("--config") { Description = "settings of training from a YAML or JSON file", HelpName = "FILE" };
    private readonly Option<string[]> _set = new("--set") { Description = "any setting of training by its path, such as optimiser.learningRate=0.02; may be repeated", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _folder = new("--data") { Description = "the folder that holds the data sets of the catalogue", HelpName = "DIR" };
    private readonly Option<string> _device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: auto]", HelpName = "DEVICE" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "say what would be trained and about how long it would take, and stop" };

    public AuditDataArguments()
    {
        foreach (var (flag, setting, path) in s_settings)
            _flags.Add((path, new(flag) { Description = Of<Recipe>(setting).Summary + Default(path), HelpName = setting.ToUpperInvariant() }));
        foreach (var setting in s_ownSettings)
            _flags.Add(($"data.{setting}", new("--" + SettingNames.FromEnum(char.ToUpperInvariant(setting[0]) + setting[1..])) { Description = $"data of your own: {Of<OwnDataOptions>(setting).Summary}", HelpName = "VALUE" }));
    }

    private IEnumerable<Option> All => [_folds, _plant, _parallel, _consensus, .. _flags.Select(flag => flag.Option), _preset, _config, _set, _folder, _device, _dryRun];

    public void AddTo(Command command)
    {
        command.Add(_data);
        foreach (var option in All) command.Add(option);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_data) is not null;

    /// <param name="others">Options of given probabilities.</param>
    public AuditRequest Request(ParseResult parsed, AuditRequest request, IReadOnlyList<Option> others, string? seed, Terminal terminal, IReadOnlyList<string> arguments)
    {
        if (parsed.GetValue(_data) is not { } data)
        {
            if (All.FirstOrDefault(option => IsThere(parsed, option)) is { } alone) throw new UsageException($"{alone.Name} is for data to train on, and probabilities are given; name DATA in place of --probs and --labels, or leave it out");
            return request;
        }
        if (others.FirstOrDefault(option => IsThere(parsed, option)) is { } contrary)
            throw new UsageException($"{contrary.Name} is for probabilities that are given, and those of '{data}' come from training; give DATA or --probs, not both");
        var recipe = Recipe(parsed, data, seed);
        RecipeCheck.Check(recipe);
        return request with
        {
            Data = new()
            {
                Recipe = recipe,
                Folds = new() { Folds = WholeNumber.Of(_folds.Name, parsed.GetValue(_folds), 5, 2, 1000), Plant = Share(parsed), Parallel = parsed.GetValue(_parallel) is { } parallel ? WholeNumber.Of(_parallel.Name, parallel, 1, 1, 64) : null, Threads = request.Options.Threads },
                Consensus = (parsed.GetValue(_consensus) ?? "dawid-skene") switch
                {
                    "dawid-skene" => ConsensusKind.DawidSkene,
                    "majority" => ConsensusKind.Majority,
                    var other => throw new UsageException($"--consensus is '{other}'; it must be dawid-skene or majority"),
                },
                DataFolder = parsed.GetValue(_folder),
                Device = parsed.GetValue(_device) ?? "auto",
                DryRun = parsed.GetValue(_dryRun),
                Again = ShellWords.Join([terminal.Program, .. arguments]),
            },
        };
    }

    private Recipe Recipe(ParseResult parsed, string data, string? seed)
    {
        var (preset, file, assignments) = (parsed.GetValue(_preset), parsed.GetValue(_config), parsed.GetValue(_set) ?? []);
        List<(string Path, string Value)> flags = [("dataset", data), .. from flag in _flags let value = parsed.GetValue(flag.Option) where value is not null select (flag.Path, value)];
        if (seed is not null) flags.Add(("seed", seed));
        if (preset is null && file is null)
        {
            foreach (var (path, value) in s_defaults.Append(("model", IsTable(data, flags) ? "mlp" : "lenet")))
                if (flags.All(flag => flag.Path != path) && !assignments.Any(text => text.StartsWith(path + "=", StringComparison.Ordinal) || text.StartsWith(path.Split('.')[0] + "=", StringComparison.Ordinal)))
                    flags.Insert(1, (path, value));
        }
        return new RecipeSources { Preset = preset, File = file, Flags = flags, Assignments = assignments }.Recipe();
    }

    private static bool IsTable(string data, List<(string Path, string Value)> flags)
        => OwnData.IsPath(data) && OwnData.Source(data, new() { LabelColumn = flags.Where(flag => flag.Path == "data.labelColumn").Select(flag => flag.Value).FirstOrDefault() }) is IFeatureSource;

    private double Share(ParseResult parsed)
    {
        if (parsed.GetValue(_plant) is not { } text) return 0.02;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 0.2
            ? value
            : throw new UsageException($"--plant is '{text}'; it must be a number from 0 to 0.2");
    }

    private static bool IsThere(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static OptionInfo Of<T>(string setting) => OptionInfo.Of(typeof(T)).Single(option => option.Name == setting);

    private static string Default(string path) => s_defaults.FirstOrDefault(pair => pair.Path == path).Value is { } value ? $" [default: {value}]" : path == "model" ? " [default: lenet, of tables mlp]" : "";
}
