using System.CommandLine;
using Skeptic.Cli.Reviewing;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic review</c>: a page on which doubtful labels are decided.</summary>
internal static class ReviewCommand
{
    private static readonly Argument<string> s_folder = new("DIR") { Description = "an audit folder, or the directory of a finished run" };
    private static readonly Option<int> s_port = new("--port") { Description = "the port to listen on; 0 takes a free one [default: 0]", HelpName = "N" };
    private static readonly Option<string> s_host = new("--host") { Description = "the address to listen on; others than this machine's own can then reach the page [default: 127.0.0.1]", HelpName = "ADDRESS" };
    private static readonly Option<string> s_reviewer = new("--reviewer") { Description = "whose decisions these are; the page can change it [default: the user's name]", HelpName = "NAME" };
    private static readonly Option<string> s_data = new("--data") { Description = "where the data are now, if they were moved", HelpName = "PATH" };
    private static readonly Option<bool> s_silent = new("--no-open") { Description = "print the address and open no browser" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("review", "Decide doubtful labels on a web page of this machine.",
            "skeptic review audit",
            "skeptic review runs/NAME --reviewer ada --port 8080 --no-open");
        command.Add(s_folder);
        foreach (var option in new Option[] { s_port, s_host, s_reviewer, s_data, s_silent }) command.Add(option);
        command.SetAction(parsed => new ReviewSession(Request(parsed), terminal).Run());
        return command;
    }

    private static ReviewRequest Request(ParseResult parsed)
    {
        var port = parsed.GetValue(s_port);
        if (port is < 0 or > 65535) throw new UsageException($"--port is {port}; it must be from 0 to 65535");
        var reviewer = parsed.GetValue(s_reviewer) ?? (Environment.UserName is { Length: > 0 } user ? user : "reviewer");
        if (!AskedJson.IsName(reviewer)) throw new UsageException($"--reviewer is '{reviewer}'; it must be a name of up to 64 letters");
        return new(parsed.GetValue(s_folder)!, parsed.GetValue(s_host) ?? "127.0.0.1", port, reviewer, !parsed.GetValue(s_silent), parsed.GetValue(s_data));
    }
}
