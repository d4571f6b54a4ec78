using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;

namespace Skeptic.Cli.Tests;

/// <summary>The program where its native library is missing or broken.</summary>
public sealed class WithoutEngineTests : IDisposable
{
    private const string Native = "libskeptic_torch.so";
    private readonly TemporaryFolder _folder = new();

    public WithoutEngineTests()
    {
        foreach (var file in Directory.EnumerateFiles(Child.ProgramFolder).Where(file => Path.GetFileName(file) != Native))
            File.CreateSymbolicLink(_folder[Path.GetFileName(file)], file);
        // What the program takes for its own folder is where its main library really lies.
        foreach (var name in new[] { "Skeptic.Cli", "Skeptic.Cli.dll", "Skeptic.Cli.deps.json", "Skeptic.Cli.runtimeconfig.json", "Skeptic.Torch.dll" })
        {
            File.Delete(_folder[name]);
            File.Copy(Path.Combine(Child.ProgramFolder, name), _folder[name]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("methods")]
    [InlineData("methods sop")]
    [InlineData("datasets")]
    [InlineData("models")]
    [InlineData("noises")]
    [InlineData("augmentations")]
    [InlineData("--version")]
    public void What_lists_and_explains_needs_no_engine(string command)
    {
        var ended = Run(command.Split(' '));
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.NotEmpty(ended.Output);
        Assert.Empty(ended.Error);
    }

    [Fact]
    public void Probabilities_are_audited_without_the_engine()
    {
        Npy.Write<double>(_folder["p.npy"], [0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.2, 0.8, 0.1, 0.9], 5, 2);
        Npy.Write<int>(_folder["y.npy"], [0, 0, 1, 1, 0]);
        var ended = Run("audit", "--probs", _folder["p.npy"], "--labels", _folder["y.npy"], "--out", _folder["out"]);
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        Assert.StartsWith("1 of 5 labels are issues (20.00 %)", ended.Output);
    }

    [Fact]
    public void A_library_that_would_fail_to_load_is_not_touched_by_lists()
    {
        _folder.Write(Native, "no library");
        Assert.Equal(ExitCode.Ok, Run("methods").Code);
        Assert.Equal(ExitCode.Failure, Run("train").Code);
    }

    [Fact]
    public void Train_says_what_to_install()
    {
        var ended = Run("train", "--out", "run");
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.StartsWith($"skeptic: the native engine {Native} was not found", ended.Error);
        Assert.Contains("libtorch", ended.Error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Doctor_fails_and_names_the_places_and_the_remedy()
    {
        var ended = Run("doctor", "--json");
        Assert.Equal(ExitCode.Failure, ended.Code);
        var engine = JsonNode.Parse(ended.Output)!["findings"]!.AsArray().Single(finding => (string)finding!["topic"]! == "engine")!;
        Assert.Equal("missing", (string)engine["state"]!);
        Assert.Contains("libtorch", (string)engine["remedy"]!);
        var first = engine["facts"]!["lookedFor"]![0]!;
        Assert.Equal((_folder[Native], false), ((string)first["path"]!, (bool)first["found"]!));
    }

    private Ended Run(params string[] arguments)
    {
        using var child = Child.Start(_folder.Path, arguments, _folder["Skeptic.Cli"]);
        return child.Wait();
    }
}
