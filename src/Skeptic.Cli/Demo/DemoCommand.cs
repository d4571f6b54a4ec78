using System.CommandLine;
using Skeptic.Cli.Commands;
using Skeptic.Cli.Runs;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary><c>skeptic demo</c>: what the program is for, in a minute or two and without a network.</summary>
public static class DemoCommand
{
    private static readonly Option<string> s_out = new("--out") { Description = "where the runs and the page go; the same command goes on there [default: runs/demo]", HelpName = "DIR" };
    private static readonly Option<string> s_epochs = new("--epochs") { Description = $"passes over the training set [default: {DemoPlan.Epochs}]", HelpName = "N" };
    private static readonly Option<string> s_seed = new("--seed") { Description = $"the seed from which everything random derives [default: {DemoPlan.Seed}]", HelpName = "N" };
    private static readonly Option<string> s_noise = new("--noise") { Description = $"the label noise, NAME:RATE: see `skeptic noises` [default: {DemoPlan.Noise}]", HelpName = "NOISE" };
    private static readonly Option<string> s_samples = new("--samples") { Description = $"training samples; 0 takes all [default: {DemoPlan.Samples}]", HelpName = "N" };
    private static readonly Option<string> s_threads = new("--threads") { Description = $"runs at a time, one thread each [default: {Environment.ProcessorCount}, the threads of this machine]", HelpName = "N" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "no progress" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print the result as JSON on stdout, and nothing else there" };

    /// <param name="arguments">The command line without the program's name, for the command that goes on with an interrupted demo.</param>
    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("demo", "Train three methods side by side on labels of which many are wrong, and find the wrong ones.",
            "skeptic demo",
            "skeptic demo --noise pair:0.4 --seed 2",
            "skeptic demo --json --quiet");
        foreach (var option in new Option[] { s_out, s_epochs, s_seed, s_noise, s_samples, s_threads, s_quiet, s_json }) command.Add(option);
        command.SetAction(parsed => Run(Options(parsed, terminal, arguments), terminal));
        return command;
    }

    private static int Run(DemoOptions options, Terminal terminal)
    {
        var parts = DemoPlan.Parts(options);
        IDemoDisplay display = options.Quiet ? new QuietDemoDisplay(terminal)
            : terminal.IsLive ? new LiveDemoDisplay(terminal, parts, TimeProvider.System)
            : new PlainDemoDisplay(terminal, TimeProvider.System);
        using var workplace = new Workplace(DataFolders.Default(), Device.Cpu);
        using var interruption = new Interruption(display.Tell);
        var code = new DemoSession(options, parts, new DemoRunner(workplace), display, terminal, TimeProvider.System).Run(interruption.Token);
        return code == ExitCode.Interrupted ? interruption.ExitCode : code;
    }

    private static DemoOptions Options(ParseResult parsed, Terminal terminal, IReadOnlyList<string> arguments) => new()
    {
        Out = parsed.GetValue(s_out) ?? Path.Combine("runs", "demo"),
        Epochs = parsed.GetValue(s_epochs),
        Seed = parsed.GetValue(s_seed),
        Noise = parsed.GetValue(s_noise),
        Samples = parsed.GetValue(s_samples),
        Threads = WholeNumber.Of(parsed.GetValue(s_threads), "--threads") ?? Environment.ProcessorCount,
        Quiet = parsed.GetValue(s_quiet),
        Json = parsed.GetValue(s_json),
        Command = ShellWords.Join([terminal.Program, .. arguments]),
    };
}
