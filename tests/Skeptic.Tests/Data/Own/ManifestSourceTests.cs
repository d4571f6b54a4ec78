using System.Text;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class ManifestSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_is_read_with_quotes_marks_and_columns_in_any_order()
    {
        _folder.Write("pictures/a, b.png", OddPictures.Plain(8, 1));
        var listing = Csv("\uFEFFLabel,split,clean_label,PATH\r\n\"say \"\"cat\"\"\",train,dog,\"pictures/a, b.png\"\r\n\r\nÄffin,Validation,,other/ü.png\r\n");
        Assert.Equal(["dog", "say \"cat\"", "Äffin"], listing.ClassNames);
        Assert.Equal([("pictures/a, b.png", 1, SourcePart.Train, 0), ("other/ü.png", 2, SourcePart.Validation, -1)],
            listing.Samples.Select(sample => (sample.Id, sample.Label, sample.Part, sample.CleanLabel)));
        Assert.Equal([OddPictures.Plain(8, 1).Length, -1], listing.Samples.Select(sample => sample.Length));
        Assert.Equal(OddPictures.Plain(8, 1), new ManifestSource(_folder["list.csv"]).Read(listing.Samples[0]));
    }

    [Fact]
    public void Jsonl_says_the_same()
    {
        var listing = Json("""
            {"path": "a.png", "label": "x", "split": "test", "more": [1]}

            {"path": "b.png", "label": 7, "annotator": null, "clean_label": "x"}
            """);
        Assert.Equal(["7", "x"], listing.ClassNames);
        Assert.Equal([("a.png", 1, SourcePart.Test, -1), ("b.png", 0, SourcePart.None, 1)], listing.Samples.Select(sample => (sample.Id, sample.Label, sample.Part, sample.CleanLabel)));
    }

    [Theory]
    [InlineData("path,split\na.png,train\n", "has no column 'label'; its first line names path, split")]
    [InlineData("path,label\na.png,x\nb.png,\n", "line 3: the label of 'b.png' is empty")]
    [InlineData("path,label\n,x\n", "line 2: the path is empty")]
    [InlineData("path,label,split\na.png,x,dev\n", "line 2: the split is 'dev'; it must be train")]
    [InlineData("path,label\na.png\n", "line 2: 1 cells, but the first line names 2 columns")]
    [InlineData("path,label\n\"a.png,x\n", "this is no CSV")]
    [InlineData("path,label\na.png,x\"y\n", "line 2: this is no CSV")]
    [InlineData("path,label,Path\n", "two columns called")]
    [InlineData("path,label\n", "lists no samples")]
    [InlineData("", "is empty; its first line must name the columns")]
    [InlineData("path,label\na.png,x\n./a.png,y\n", "line 3: './a.png' has the label 'y' here and 'x' in line 2")]
    [InlineData("path,label,annotator\na.png,x,eva\na.png,y,eva\n", "both by eva; keep one")]
    [InlineData("path,label,split\na.png,x,train\na.png,x,test\n", "line 3: 'a.png' has another split here than in line 2")]
    [InlineData("path,label,annotator,clean_label\na.png,x,eva,x\na.png,x,ada,y\n", "has another clean_label here")]
    public void Mistakes_are_told_with_their_line(string text, string message)
        => Assert.Contains(message, Assert.Throws<SourceException>(() => Csv(text)).Message);

    [Theory]
    [InlineData("{\"path\": \"a\", \"label\": \"b\"}\n{\"path\": \"a\"\n", "line 2: this is no JSON")]
    [InlineData("{\"path\": \"a\"}\n", "line 1: there is no 'label'")]
    [InlineData("[1]\n", "line 1: this is no JSON object")]
    [InlineData("{\"path\": [1], \"label\": \"b\"}\n", "line 1: 'path' is neither a text nor a number")]
    public void Mistakes_in_jsonl_too(string text, string message)
        => Assert.Contains(message, Assert.Throws<SourceException>(() => Json(text)).Message);

    [Fact]
    public void Equal_lines_count_once_and_are_said()
    {
        var listing = Csv("path,label\na.png,x\nb.png,y\na.png,x\n");
        Assert.Equal(2, listing.Samples.Count);
        Assert.Equal("1 line repeats another one and is taken once", Assert.Single(listing.Remarks));
    }

    [Fact]
    public void Annotators_are_kept_and_the_label_is_what_most_of_them_say()
    {
        var listing = Csv("path,label,annotator\na.png,x,1\na.png,y,2\na.png,y,3\nb.png,y,1\nb.png,x,2\n");
        Assert.Equal([1, 1], listing.Samples.Select(sample => sample.Label));
        Assert.Equal([new(0, "1", 0), new(0, "2", 1), new(0, "3", 1), new(1, "1", 1), new Annotation(1, "2", 0)], listing.Annotations);
    }

    private SourceListing Csv(string text)
    {
        _folder.Write("list.csv", Encoding.UTF8.GetBytes(text));
        return new ManifestSource(_folder["list.csv"]).List();
    }

    private SourceListing Json(string text)
    {
        _folder.Write("list.jsonl", Encoding.UTF8.GetBytes(text));
        return new ManifestSource(_folder["list.jsonl"]).List();
    }
}
