using System.Text.Json.Nodes;
using Skeptic.Augmentation;
using Skeptic.Cli.Configuration;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Networks;
using Skeptic.Noise;
using Skeptic.Settings;

namespace Skeptic.Cli.Tests.Commands;

public sealed class CatalogueTests
{
    [Fact]
    public void Methods_prints_one_aligned_line_for_each()
    {
        var lines = Here.Run("methods").Output.TrimEnd('\n').Split('\n');
        Assert.Equal(MethodCatalogue.All.Count, lines.Length);
        var column = MethodCatalogue.All.Max(method => method.Key.Length) + 2;
        Assert.All(lines.Zip(MethodCatalogue.All), pair => Assert.Equal(pair.Second.Key.PadRight(column) + pair.Second.Summary, pair.First));
    }

    [Fact]
    public void A_list_has_as_many_lines_as_its_catalogue()
    {
        Assert.Equal(DatasetCatalogue.All.Count, Lines("datasets"));
        Assert.Equal(NetworkCatalogue.All.Count, Lines("models"));
        Assert.Equal(NoiseCatalogue.All.Count + 1, Lines("noises"));
        Assert.Equal(AugmentationCatalogue.All.Count, Lines("augmentations"));
    }

    [Fact]
    public void A_method_is_explained_with_paper_stages_notes_and_options()
    {
        var text = Here.Run("methods", "sop").Output;
        var sop = MethodCatalogue.Find("sop");
        Assert.StartsWith($"sop: {sop.Summary}\n", text);
        Assert.Contains(sop.Paper, text);
        Assert.All(sop.Stages, stage => Assert.Contains(stage, text));
        Assert.All(sop.Notes, note => Assert.Contains(note, text));
        Assert.All(OptionInfo.Of(sop.OptionsType!), option =>
        {
            Assert.Contains($"method.sop.{option.Name} ", text);
            Assert.Contains(option.Summary, text);
        });
    }

    [Fact]
    public void The_line_that_shows_how_to_set_an_option_can_be_used()
    {
        foreach (var method in MethodCatalogue.All)
        {
            var text = Here.Run("methods", method.Key).Output;
            if (method.OptionsType is null) Assert.EndsWith("no options\n", text);
            else
            {
                var assignment = text.TrimEnd('\n').Split(' ')[^1];
                var sources = new RecipeSources { Flags = [("method.use", method.Key)], Assignments = [assignment] };
                Assert.Equal(method.Key, sources.Recipe().Method);
            }
        }
    }

    [Theory]
    [InlineData("methods", "spo", "sop")]
    [InlineData("datasets", "mnits", "mnist")]
    [InlineData("models", "lennet", "lenet")]
    [InlineData("noises", "symetric", "symmetric")]
    [InlineData("augmentations", "corp", "crop")]
    public void An_unknown_name_suggests_the_nearest(string list, string typed, string meant)
    {
        var ended = Here.Run(list, typed);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Equal($"skeptic: `skeptic {list}` has no '{typed}'. Did you mean '{meant}'?\n", ended.Error);
    }

    [Fact]
    public void An_alias_names_its_noise() => Assert.Equal(Here.Run("noises", "uniform-excl-sampled").Output, Here.Run("noises", "symmetric").Output);

    [Theory]
    [InlineData("methods")]
    [InlineData("datasets")]
    [InlineData("models")]
    [InlineData("noises")]
    [InlineData("augmentations")]
    public void Json_has_name_and_summary_of_every_line(string list)
    {
        var json = JsonNode.Parse(Here.Run(list, "--json").Output)!.AsArray();
        Assert.Equal(Lines(list), json.Count);
        Assert.All(json, item =>
        {
            Assert.NotEmpty((string)item!["name"]!);
            Assert.NotEmpty((string)item["summary"]!);
        });
    }

    [Fact]
    public void Json_of_a_method_has_its_options_with_default_and_range()
    {
        var options = JsonNode.Parse(Here.Run("methods", "aux", "--json").Output)!["options"]!.AsArray();
        var lambda = options.Single(option => (string)option!["path"]! == "method.aux.lambda")!;
        Assert.Equal("at least 0", (string)lambda["range"]!);
        Assert.NotEmpty((string)lambda["default"]!);
    }

    [Fact]
    public void An_augmentation_is_explained_with_its_numbers_and_their_ranges() => Assert.Equal(
        "flip[:PROBABILITY]: left becomes right with this probability, 0.5 where none is given\n  PROBABILITY  from 0 to 1, default 0.5\n", Here.Run("augmentations", "flip").Output);

    [Fact]
    public void A_drawn_data_set_needs_no_download()
    {
        Assert.Contains("the program draws it", Here.Run("datasets", "glyphs").Output);
        var ended = Here.Run("download", "glyphs");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Contains("nothing to download", ended.Error);
    }

    [Fact]
    public void Downloading_an_unknown_data_set_suggests_the_nearest()
    {
        var ended = Here.Run("download", "cifar11");
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("Did you mean 'cifar10", ended.Error);
    }

    private static int Lines(string list) => Here.Run(list).Output.TrimEnd('\n').Split('\n').Length;
}
