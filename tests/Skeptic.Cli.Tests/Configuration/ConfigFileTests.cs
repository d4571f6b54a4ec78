using Skeptic.Cli.Configuration;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Yaml_becomes_the_tree_that_json_has()
    {
        var tree = ConfigFile.Read(_folder.Write("a.yaml", """
            # a comment
            dataset: mnist
            epochs: 20
            optimiser:
              learningRate: 1e-3
              nesterov: True
            seeds: {noise: 3, order: ~}
            noise: "none"
            """));
        Assert.Equal(
            """{"dataset":"mnist","epochs":"20","optimiser":{"learningRate":"1e-3","nesterov":"true"},"seeds":{"noise":"3","order":null},"noise":"none"}""",
            tree.ToJsonString());
    }

    [Fact]
    public void Anchors_are_followed()
    {
        var tree = ConfigFile.Read(_folder.Write("a.yaml", "seed: &s 4\nseeds:\n  noise: *s\n"));
        Assert.Equal("4", (string)tree["seeds"]!["noise"]!);
    }

    [Theory]
    [InlineData("epochs: [1, 2]\n", ", line 1: 'epochs' takes a single value, not a list")]
    [InlineData("dataset: mnist\n- a\n", ", line 2: ")]
    [InlineData("a: 1\na: 2\n", ", line 2: ")]
    [InlineData("just words\n", " holds no settings; write lines such as `dataset: mnist`")]
    [InlineData("a: 1\n---\nb: 2\n", " holds 2 YAML documents; one run takes one")]
    public void What_is_no_settings_file_is_told_with_its_line(string text, string message)
    {
        var file = _folder.Write("a.yaml", text);
        Assert.StartsWith(file + message, Assert.Throws<UsageException>(() => ConfigFile.Read(file)).Message);
    }

    [Fact]
    public void A_missing_file_is_told_by_name()
    {
        var ended = Here.Run("train", "--config", _folder["none.yaml"]);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains($"the settings file {_folder["none.yaml"]} cannot be read", ended.Error);
    }
}
