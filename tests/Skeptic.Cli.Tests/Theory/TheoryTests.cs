using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Theory;

/// <summary><c>skeptic theory</c> from the command line.</summary>
public sealed class TheoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Linear_compares_descent_with_the_programme()
    {
        var ended = Here.Run("theory", "linear", "--alpha", "30,10", "--size", "30:40", "--rank", "2", "--to", _folder["out"], "--format", "json");
        Assert.Equal(ExitCode.Ok, ended.Code);
        var rows = JsonNode.Parse(ended.Output)!.AsArray();
        Assert.Equal([30.0, 10.0], rows.Select(row => (double)row!["alpha"]!));
        Assert.All(rows, row => Assert.InRange((double)row!["difference-s"]!, 0, 0.01));
        Assert.All(rows, row => Assert.Equal(-Math.Log(1e-8) / (2 * (double)row!["alpha"]!), (double)row["lambda"]!, 10));
        Assert.Equal(3, File.ReadAllLines(_folder["out", "linear.csv"]).Length);
        Assert.Equal("svg", XDocument.Load(_folder["out", "linear.svg"]).Root!.Name.LocalName);
    }

    [Fact]
    public void The_phase_picture_has_a_square_for_every_cell()
    {
        var ended = Here.Run("theory", "linear", "--phase", "--size", "12", "--ratio", "0.5,4", "--sparsity", "0.1,0.5", "--repeats", "1", "--to", _folder["out"], "--format", "csv");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Equal("ratio,parameters,sparsity,programme,descent,agree", ended.Output.Split('\n')[0]);
        Assert.Equal(2 * 4 + 1, XDocument.Load(_folder["out", "phase.svg"]).Descendants().Count(element => element.Name.LocalName == "rect"));
    }

    [Fact]
    public void Symmetric_says_which_losses_are()
    {
        var ended = Here.Run("theory", "symmetric", "mae", "ce", "--tau", "0.5", "--outputs", "20", "--format", "markdown", "--to", _folder["out"]);
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Matches(@"(?m)^\| mae \| 18 \|.*\| symmetric \|$", ended.Output);
        Assert.Matches(@"(?m)^\| ce \|.*\| not, but for permutations of one output \|$", ended.Output);
        Assert.Equal(ended.Output, File.ReadAllText(_folder["out", "symmetric.md"]));
    }

    [Fact]
    public void Memorise_trains_draws_and_reads_back()
    {
        string[] command = ["theory", "memorise", "--samples", "300", "--epochs", "2", "--out", _folder["runs"], "--to", _folder["out"], "--quiet", "--format", "csv"];
        var ended = Here.Run(command);
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Equal(1 + 4 * 2, ended.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(ended.Output, Here.Run(command).Output);
        Assert.Equal(8, Regex.Count(File.ReadAllText(_folder["out", "memorise.svg"]), "class=\"panel-title\""));
    }

    [Theory]
    [InlineData("linear --alpha 1 --lambda 1", "--alpha and --lambda say the same")]
    [InlineData("linear --gamma 2", "--gamma has '2'; it must be numbers above 0 and at most 0.5, joined by commas")]
    [InlineData("linear --size 100", "--size has '100'; it must be observations and parameters with a colon between them")]
    [InlineData("linear --size 4:4", "--rank is 5, and a J of 4 by 4 has at most rank 4")]
    [InlineData("linear --ratio 2", "--ratio belongs to --phase")]
    [InlineData("linear --phase --rank 3", "--rank has no effect")]
    [InlineData("linear --format html", "--format is 'html'; it must be one of text, markdown, csv, json")]
    [InlineData("symmetric maee", "Did you mean 'mae'?")]
    [InlineData("symmetric --tau 0", "--tau has '0'; it must be numbers above 0")]
    [InlineData("memorise --method cee", "Did you mean 'ce'?")]
    [InlineData("memorise --set noise=none", "methods and noise have options of their own")]
    public void Mistakes_are_told_in_one_sentence(string arguments, string told)
    {
        var ended = Here.Run(["theory", .. arguments.Split(' ')]);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Single(ended.ErrorLines);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("memorise")]
    [InlineData("symmetric")]
    public void The_manual_names_every_option(string command)
    {
        var manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));
        var section = manual[manual.IndexOf("## Theory", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 3, StringComparison.Ordinal)];
        Assert.Contains($"skeptic theory {command}", section, StringComparison.Ordinal);
        var help = Here.Run("theory", command, "--help").Output;
        foreach (Match option in Regex.Matches(help, @"^  (--[a-z]+)", RegexOptions.Multiline))
            Assert.True(option.Groups[1].Value == "--debug" || section.Contains($"`{option.Groups[1].Value}", StringComparison.Ordinal), $"docs/cli.md does not name {option.Groups[1].Value} of theory {command}");
        Assert.All(help.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 110, line));
    }
}
