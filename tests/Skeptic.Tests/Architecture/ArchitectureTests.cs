using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Skeptic.Methods;

namespace Skeptic.Tests.Architecture;

public sealed class ArchitectureTests
{
    [Fact]
    public void The_engine_knows_nothing_of_noise() =>
        Assert.DoesNotContain(typeof(Torch.Tensor).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("Skeptic", StringComparison.Ordinal));

    [Fact]
    public void The_library_uses_the_engine_and_no_program() =>
        Assert.Equal(["Skeptic.Torch"], typeof(Training.Run).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Skeptic", StringComparison.Ordinal)));

    [Fact]
    public void Training_names_no_method()
    {
        var names = MethodCatalogue.All.Where(entry => entry.MethodType is not null).Select(entry => entry.MethodType!.Name).ToList();
        Assert.True(names.Count >= 7);
        var word = new Regex($@"\b({string.Join('|', names)})\b");
        var files = Directory.GetFiles(Path.Combine(Root(), "src", "Skeptic", "Training"), "*.cs");
        Assert.True(files.Length > 20);
        Assert.Empty(files.Where(file => word.IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));
    }

    [Fact]
    public void The_page_of_methods_is_what_the_catalogue_says() =>
        Assert.Equal(MethodGuide.Markdown(), File.ReadAllText(Path.Combine(Root(), "docs", "methods.md")));

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines()
    {
        var files = new[] { "src", "native", "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".cpp" or ".h" && !Regex.IsMatch(file, @"[/\\](bin|obj|build)[/\\]"));
        Assert.Empty(files.Where(file => File.ReadLines(file).Count() > 300).Select(Path.GetFileName));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
