using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests;

public sealed class HelpTests
{
    private static readonly string[] s_commands = ["demo", "train", "launch", "audit", "review", "apply", "compare", "sweep", "table", "plot", "report", "recover", "recover-matrix", "predict", "export", "theory", "methods", "datasets", "models", "noises", "augmentations", "presets", "download", "doctor"];

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_ends_with_the_exit_codes(string option)
    {
        var ended = Here.Run(option);
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Empty(ended.Error);
        var codes = ended.Output[ended.Output.IndexOf("Exit codes:", StringComparison.Ordinal)..];
        foreach (var (code, meaning) in ExitCode.All) Assert.Matches($@"(?m)^  {code} +{System.Text.RegularExpressions.Regex.Escape(meaning)}$", codes);
    }

    [Fact]
    public void A_bare_call_shows_the_help() => Assert.Equal(Here.Run("--help"), Here.Run());

    [Fact]
    public void Help_of_train_ends_with_command_lines_that_parse()
    {
        var help = Here.Run("train", "--help").Output;
        var examples = help[help.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            Assert.StartsWith("skeptic train", example);
            // --help after them keeps the run from starting, and is not reached when a word before it is wrong.
            Assert.Equal(help, Here.Run([.. example.Split(' ')[1..], "--help"]).Output);
        }
    }

    [Fact]
    public void Help_of_train_tells_every_default_from_the_recipe()
    {
        var help = Here.Run("train", "--help").Output;
        Assert.Contains("[default: glyphs]", help);
        Assert.Contains("[default: 20]", help);
        Assert.Contains($"[default: {Environment.ProcessorCount}, all of this machine]", help);
    }

    [Fact]
    public void No_line_of_help_is_wider_than_110_characters()
    {
        foreach (var command in s_commands)
            Assert.All(Here.Run(command, "--help").Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 110, line));
    }

    [Fact]
    public void The_manual_lists_every_exit_code_command_and_option()
    {
        var manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));
        foreach (var (code, meaning) in ExitCode.All) Assert.Contains($"| {code} | {meaning} |", manual);
        foreach (var command in s_commands)
        {
            Assert.Contains($"skeptic {command}", manual);
            foreach (System.Text.RegularExpressions.Match option in System.Text.RegularExpressions.Regex.Matches(Here.Run(command, "--help").Output, @"^  (?:-\S, )*(--[a-z]+)", System.Text.RegularExpressions.RegexOptions.Multiline))
                Assert.True(manual.Contains($"`{option.Groups[1].Value}"), $"docs/cli.md does not name {option.Groups[1].Value} of {command}");
        }
    }
}
