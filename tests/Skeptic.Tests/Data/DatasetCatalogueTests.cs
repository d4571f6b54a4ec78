using Skeptic.Data;
using Skeptic.Text;

namespace Skeptic.Tests;

public sealed class DatasetCatalogueTests
{
    [Fact]
    public void The_catalogue_is_complete()
        => Assert.Equal(["glyphs", "mnist", "fashion-mnist", "cifar10", "cifar100", "webvision-mini", "webvision-mini-ilsvrc", "folder"], DatasetCatalogue.All.Select(entry => entry.Name));

    [Fact]
    public void Every_entry_says_what_it_is_and_where_it_can_be_had()
        => Assert.All(DatasetCatalogue.All, entry =>
        {
            Assert.Matches(@"^[^\n]{10,100}$", entry.Summary);
            Assert.Matches("10,000|50,000|60,000|66,000|as many as there are", entry.Shape);
            if (entry.Source is not null) Assert.Equal(entry.Files?.FolderNames[0], entry.Source.Folder);
            else Assert.Contains(entry.Name, (string[])["glyphs", "webvision-mini", "webvision-mini-ilsvrc", "folder"]);
        });

    [Fact]
    public void Downloads_bring_the_files_that_loading_needs()
        => Assert.All(DatasetCatalogue.All.Where(entry => entry.Source is not null), entry =>
        {
            var brought = entry.Source!.Files.SelectMany(file => file.Contents.Count == 0 ? [file.Name] : file.Contents.Select(packed => packed.Name)).ToArray();
            Assert.All(entry.Files!.Files.Where(names => !names[0].EndsWith(".txt", StringComparison.Ordinal)), names => Assert.Contains(names[0], brought));
        });

    [Theory]
    [InlineData("minst", "Did you mean 'mnist'?")]
    [InlineData("cifar-10", "Did you mean 'cifar10'?")]
    [InlineData("Fashion_MNIST", "Did you mean 'fashion-mnist'?")]
    [InlineData("imagenet", "Known: glyphs, mnist")]
    public void An_unknown_name_gets_a_suggestion(string name, string expected)
        => Assert.Contains(expected, Assert.Throws<DataException>(() => DatasetCatalogue.Find(name)).Message);

    [Fact]
    public void CIFAR100_is_read_with_its_names()
    {
        using var root = new TemporaryFolder();
        var record = new byte[3074];
        record[0] = 4;
        record[1] = 30;
        var names = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"class {i}")) + "\n";
        root.Write("cifar-100-binary/train.bin", [.. Enumerable.Repeat(record, 50_000).SelectMany(bytes => bytes)]);
        root.Write("cifar-100-binary/test.bin", [.. Enumerable.Repeat(record, 10_000).SelectMany(bytes => bytes)]);
        root.Write("cifar-100-binary/fine_label_names.txt", System.Text.Encoding.ASCII.GetBytes(names));
        var cifar = DatasetCatalogue.Load("cifar100", new(root.Path, null, root["cache"]));
        Assert.Equal((100, "class 30", 30, 4), (cifar.Classes, cifar.ClassNames[30], cifar.Train.Labels[49_999], cifar.Test.CoarseLabels![0]));
        File.WriteAllText(root["cifar-100-binary/fine_label_names.txt"], "only one\n");
        Assert.Contains("lists 1 class names", Assert.Throws<DataException>(() => DatasetCatalogue.Load("cifar100", new(root.Path, null, root["cache"]))).Message);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "lawn", 2)]
    public void Distance_counts_edits(string a, string b, int distance)
    {
        Assert.Equal(distance, Nearest.Distance(a, b));
        Assert.Equal(distance, Nearest.Distance(b, a));
    }

    [Fact]
    public void Nothing_is_suggested_for_a_word_that_resembles_nothing()
    {
        Assert.Null(Nearest.Of("zebra", ["mnist", "glyphs"]));
        Assert.Equal("", Nearest.Hint("zebra", ["mnist", "glyphs"]));
    }
}
