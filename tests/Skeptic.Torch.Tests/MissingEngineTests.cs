using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests;

/// <summary>A program without its native library says so and ends in order. The program is this assembly, copied elsewhere: EngineProbe.</summary>
public sealed class MissingEngineTests : IDisposable
{
    private const string Library = "libskeptic_torch.so";
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-").FullName;

    public MissingEngineTests()
    {
        var files = Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json");
        foreach (var file in files) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    [Fact]
    public void With_the_library_the_probe_makes_a_tensor()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, Library), Path.Combine(_folder, Library));
        Assert.Equal((0, "made float32[2]"), Probe());
    }

    [Fact]
    public void A_missing_library_is_named_with_the_places_searched_and_a_remedy()
    {
        var (code, text) = Probe();
        Assert.Equal(3, code);
        Assert.StartsWith($"NotLoaded: the native engine {Library} was not found beside the program (looked for {Path.Combine(_folder, Library)}", text);
        Assert.Contains("install libtorch", text);
        Assert.DoesNotContain("\n", text);
    }

    [Fact]
    public void A_library_that_cannot_be_loaded_is_named_with_the_reason()
    {
        File.WriteAllText(Path.Combine(_folder, Library), "no library");
        var (code, text) = Probe();
        Assert.Equal(3, code);
        Assert.StartsWith($"NotLoaded: the native engine {Path.Combine(_folder, Library)} could not be loaded", text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (int Code, string Text) Probe() => EngineProbe.Start(_folder, [], []);
}
