using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Skeptic.Cli.Runs;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic launch</c>: one run trained by several processes of this machine.</summary>
internal static class LaunchCommand
{
    private static readonly Option<string> s_processes = new("--processes", "-n") { Description = "how many processes train the run, each with its own part of the samples; must divide batch", HelpName = "N", Required = true };
    private static readonly Option<string> s_port = new("--master-port") { Description = "the port of this machine at which they meet [default: a free one]", HelpName = "P" };
    private static readonly Option<string> s_logs = new("--log-dir") { Description = "write what the others print into process-1.log and so on in this folder; by default it comes with their number before each line", HelpName = "DIR" };
    private static readonly Argument<string[]> s_words = new("COMMAND") { Description = "train and its options, after --", Arity = ArgumentArity.OneOrMore };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("launch", "Train one run by several processes of this machine.",
            "skeptic launch -n 2 -- train --dataset mnist --noise symmetric:0.4 --method cdr+aux",
            "skeptic launch -n 2 --log-dir logs -- train --config recipe.yaml --resume") { s_processes, s_port, s_logs, s_words };
        command.SetAction(parsed => new LaunchSession(Request(parsed, terminal), terminal).Run());
        return command;
    }

    private static LaunchRequest Request(ParseResult parsed, Terminal terminal)
    {
        var processes = WholeNumber.Of("--processes", parsed.GetValue(s_processes), 2, 2, 1024);
        var words = parsed.GetValue(s_words)!;
        if (words[0] != "train") throw new UsageException($"launch starts skeptic train, not '{words[0]}'; write skeptic launch -n {processes} -- train ...");
        var logs = parsed.GetValue(s_logs);
        var given = parsed.GetValue(s_port) is { } port ? WholeNumber.Of("--master-port", port, 0, 1, 65_535) : (int?)null;
        // What is wrong with the command line is told once, before any process is started.
        var train = TrainCommand.RequestOf(CommandLine.Parse(words, terminal), words, terminal, processes);
        string[] options = ["-n", $"{processes}", .. given is null ? Array.Empty<string>() : ["--master-port", $"{given}"], .. logs is null ? Array.Empty<string>() : ["--log-dir", logs]];
        return new LaunchRequest
        {
            Processes = processes, Port = given ?? FreePort(), LogDirectory = logs, Words = words, Directory = train.Directory,
            ResumeCommand = ShellWords.Join([terminal.Program, "launch", .. options, "--", .. train.Resume ? words : [.. words, "--resume"]]),
        };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
