using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Skeptic.Augmentation;
using Skeptic.Presets;
using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Tests;

public sealed class AugmentationCatalogueTests
{
    [Fact]
    public void The_manual_has_every_operation_with_its_summary()
    {
        var manual = File.ReadAllLines(Manual());
        foreach (var entry in AugmentationCatalogue.All) Assert.Contains($"| `{entry.Form}` | {entry.Summary} |", manual);
        Assert.Equal(10, AugmentationCatalogue.All.Count);
    }

    [Fact]
    public void Every_operation_can_be_made_and_gives_images_of_the_size_that_it_says()
    {
        using var scope = Scope.Open();
        var images = Tensor.Full([2, 3, 9, 11], 100);
        foreach (var entry in AugmentationCatalogue.All)
        {
            // Smallest legal numbers where none is given.
            var operation = entry.Make([.. entry.Arguments.Where(argument => argument.Default is null).Select(argument => $"{argument.Minimum}")], entry.Name);
            var (height, width) = operation.Size(9, 11);
            Assert.Equal([2, 3, height, width], operation.Apply(images, new RandomStream(1)).Shape);
        }
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(AugmentationCatalogue.All.Count, AugmentationCatalogue.All.Select(entry => entry.Name).Distinct().Count());

    [Fact]
    public void What_presets_say_of_augmentation_can_be_read()
    {
        var assembly = typeof(PresetCatalogue).Assembly;
        var texts = assembly.GetManifestResourceNames().Where(name => name.StartsWith("presets/", StringComparison.Ordinal)).SelectMany(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return JsonNode.Parse(stream)!["bases"]!.AsObject().Select(entry => (string?)entry.Value!["augment"]).OfType<string>().ToList();
        }).Distinct().ToList();
        Assert.Contains("crop:4,flip", texts);
        Assert.All(texts, text => Assert.False(AugmentationPipeline.Parse(text).IsNone));
    }

    private static string Manual([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "cli.md"));
}
