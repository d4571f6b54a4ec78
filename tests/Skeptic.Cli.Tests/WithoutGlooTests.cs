using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests;

/// <summary>The program where its part for several processes was not built.</summary>
public sealed class WithoutGlooTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WithoutGlooTests()
    {
        foreach (var file in Directory.EnumerateFiles(Child.ProgramFolder).Where(file => Path.GetFileName(file) != "libskeptic_distributed.so"))
            File.CreateSymbolicLink(_folder[Path.GetFileName(file)], file);
        // What the program takes for its own folder is where its main library really lies.
        foreach (var name in new[] { "Skeptic.Cli", "Skeptic.Cli.dll", "Skeptic.Cli.deps.json", "Skeptic.Cli.runtimeconfig.json", "Skeptic.Torch.dll" })
        {
            File.Delete(_folder[name]);
            File.Copy(Path.Combine(Child.ProgramFolder, name), _folder[name]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Several_processes_are_refused_in_a_sentence_and_one_trains()
    {
        const string Sentence = "training over several processes is not possible here, because libskeptic_distributed.so was not built; install Gloo's headers (Debian: apt-get install libgloo-dev) and build again";
        var launched = Run("launch", "-n", "2", "--", "train", "--device", "cpu", "--out", _folder["two"]);
        Assert.Equal(ExitCode.Failure, launched.Code);
        Assert.Contains($"skeptic: {Sentence}\n", launched.Error);
        Assert.False(Directory.Exists(_folder["two"]));
        Assert.Equal(ExitCode.Ok, Run([.. Testing.Runs.Tiny("--out", _folder["one"])]).Code);
        Assert.Contains("the part for training one run by several processes is not built", Run("doctor").Output);
    }

    private Ended Run(params string[] arguments)
    {
        using var child = Child.Start(_folder.Path, arguments, _folder["Skeptic.Cli"]);
        return child.Wait();
    }
}
