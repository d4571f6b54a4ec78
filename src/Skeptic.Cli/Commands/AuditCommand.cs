using System.CommandLine;
using System.Globalization;
using Skeptic.Auditing;
using Skeptic.Cli.Audits;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic audit</c>: which labels are probably wrong.</summary>
internal static class AuditCommand
{
    private static readonly Option<string> s_probabilities = new("--probs") { Description = "out-of-sample class probabilities [N,K]: a .npy file, or FILE.npz:NAME", HelpName = "FILE" };
    private static readonly Option<string> s_labels = new("--labels") { Description = "the given labels [N], 0 to K-1: a .npy file, or FILE.npz:NAME", HelpName = "FILE" };
    private static readonly Option<string> s_out = new("--out") { Description = "folder for issues.csv, summary.json and what else is found [default: audit]", HelpName = "DIR" };
    private static readonly Option<string> s_filter = new("--filter-by") { Description = $"which labels are issues: {string.Join(", ", AuditNames.Filters)} [default: {AuditNames.Filters[0]}]", HelpName = "NAME" };
    private static readonly Option<string> s_score = new("--score") { Description = $"what issues are ranked by: {string.Join(", ", AuditNames.Scores)} [default: {AuditNames.Scores[0]}]", HelpName = "NAME" };
    private static readonly Option<bool> s_adjust = new("--adjust") { Description = "score after taking each class's threshold off its probabilities, for classes of very different sizes" };
    private static readonly Option<string> s_fraction = new("--fraction") { Description = "share of the estimated errors that the pruning filters call issues [default: 1]", HelpName = "F" };
    private static readonly Option<string> s_minimum = new("--minimum") { Description = "samples of a class that the pruning filters leave at least [default: 1]", HelpName = "N" };
    private static readonly Option<bool> s_normalise = new("--normalise") { Description = "divide every row by its sum instead of refusing rows that do not sum to 1" };
    private static readonly Option<string> s_tolerance = new("--tolerance") { Description = "how far the sum of a row may be from 1 [default: 0.001]", HelpName = "T" };
    private static readonly Option<string> s_names = new("--class-names") { Description = "names of the classes, one a line, in the order of the columns", HelpName = "FILE" };
    private static readonly Option<string> s_paths = new("--paths") { Description = "the samples' files, one a line, in the order of the rows", HelpName = "FILE" };
    private static readonly Option<string> s_resamples = new("--resamples") { Description = "draws of the bootstrap behind the intervals; 0 leaves them out [default: 1000]", HelpName = "N" };
    private static readonly Option<string> s_seed = new("--seed") { Description = "seed of the bootstrap, and of everything else where DATA are trained on [default: 1]", HelpName = "N" };
    private static readonly Option<string> s_threads = new("--threads") { Description = $"processor threads; the result is the same [default: {Environment.ProcessorCount}, all of this machine]", HelpName = "N" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print the summary as JSON on stdout, and nothing else there" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "no progress" };

    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("audit", "Find the labels that are probably wrong.",
            "skeptic audit pictures/ --out audit",
            "skeptic audit cifar10 --noise human:worst --model cnn8 --epochs 20 --out audit",
            "skeptic audit --probs pred_probs.npy --labels labels.npy --out audit",
            "skeptic audit --probs out.npz:probs --labels out.npz:labels --class-names classes.txt --filter-by both");
        var data = new AuditDataArguments();
        data.AddTo(command);
        foreach (var option in new Option[]
        {
            s_probabilities, s_labels, s_out, s_filter, s_score, s_adjust, s_fraction, s_minimum, s_normalise, s_tolerance, s_names, s_paths,
            s_resamples, s_seed, s_threads, s_json, s_quiet,
        })
            command.Add(option);
        command.SetAction(parsed => new AuditSession(data.Request(parsed, Request(parsed, data.IsGiven(parsed)), [s_probabilities, s_labels, s_names, s_paths, s_normalise, s_tolerance], parsed.GetValue(s_seed), terminal, arguments), terminal).Run());
        return command;
    }

    private static AuditRequest Request(ParseResult parsed, bool trains) => new()
    {
        Probabilities = parsed.GetValue(s_probabilities) ?? (trains ? "" : throw new UsageException("skeptic audit needs DATA to train on, such as a folder of pictures, or --probs FILE, the class probabilities of a model, and --labels FILE")),
        Labels = parsed.GetValue(s_labels) ?? (trains ? "" : throw new UsageException("skeptic audit needs --labels FILE, the given labels as numbers from 0")),
        Directory = parsed.GetValue(s_out) ?? "audit",
        ClassNames = parsed.GetValue(s_names),
        Paths = parsed.GetValue(s_paths),
        Json = parsed.GetValue(s_json),
        Quiet = parsed.GetValue(s_quiet),
        Options = new AuditOptions
        {
            FilterBy = AuditNames.Filter(parsed.GetValue(s_filter) ?? AuditNames.Filters[0]),
            Score = AuditNames.Score(parsed.GetValue(s_score) ?? AuditNames.Scores[0]),
            AdjustProbabilities = parsed.GetValue(s_adjust),
            FractionOfNoise = Number(parsed, s_fraction, 1, 1),
            MinimumPerClass = WholeNumber.Of(s_minimum.Name, parsed.GetValue(s_minimum), 1, 0, int.MaxValue),
            Normalise = parsed.GetValue(s_normalise),
            SumTolerance = Number(parsed, s_tolerance, 1e-3, 1),
            Resamples = WholeNumber.Of(s_resamples.Name, parsed.GetValue(s_resamples), 1000, 0, 1_000_000),
            Seed = (ulong)WholeNumber.Of(s_seed.Name, parsed.GetValue(s_seed), 1, 0, long.MaxValue),
            Threads = WholeNumber.Of(s_threads.Name, parsed.GetValue(s_threads), Math.Max(1, Environment.ProcessorCount), 1, 1024),
        },
    };

    private static double Number(ParseResult parsed, Option<string> option, double otherwise, double most)
    {
        if (parsed.GetValue(option) is not { } text) return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= most
            ? value
            : throw new UsageException($"{option.Name} is '{text}'; it must be a number from 0 to {most}");
    }
}
