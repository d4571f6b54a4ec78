using FsCheck.Fluent;
using FsCheck;
using System.Text;
using Skeptic.Corrections;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class LabelPatchTests : IDisposable
{
    private const string Heading = "id,path,old_label,new_label,decision,reviewer,time,score,data\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("patch.csv")]
    [InlineData("patch.jsonl")]
    public void Any_patch_is_read_back_as_it_was_written(string name) => Prop.ForAll(SomePatches.Any, patch =>
    {
        patch.Write(_folder[name]);
        var read = LabelPatch.Read(_folder[name]);
        Assert.Equal(patch.Corrections, read.Corrections);
        Assert.Equal(patch.Data, read.Data);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Both_forms_have_the_columns_that_the_documentation_names()
    {
        var patch = new LabelPatch([new("7", "cat", "a dog") { Path = "cat/7.png", Reviewer = "ada", Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Score = 0.25 }], new('a', 64));
        patch.Write(_folder["patch.csv"]);
        patch.Write(_folder["patch.jsonl"]);
        Assert.Equal(Heading + "7,cat/7.png,cat,a dog,relabel,ada,2026-01-02T03:04:05Z,0.25,aaaaaaaaaaaaaaaa\n", File.ReadAllText(_folder["patch.csv"]));
        Assert.Equal(
            """{"id":"7","path":"cat/7.png","old_label":"cat","new_label":"a dog","decision":"relabel","reviewer":"ada","time":"2026-01-02T03:04:05Z","score":0.25,"data":"aaaaaaaaaaaaaaaa"}""" + "\n",
            File.ReadAllText(_folder["patch.jsonl"]));
        Assert.Equal(("a dog", "cat"), (patch.Reversed().Corrections[0].OldLabel, patch.Reversed().Corrections[0].NewLabel));
    }

    [Fact]
    public void Three_columns_in_any_order_are_enough()
    {
        var patch = Csv("new_label,ID,old_label\ndog,7,cat\ncat,8,cat\n");
        Assert.Equal([new("7", "cat", "dog"), new("8", "cat", "cat")], patch.Corrections);
        Assert.Equal(["7"], patch.Changes.Select(item => item.Id));
        Assert.Equal("", patch.Data);
    }

    [Theory]
    [InlineData("id,old_label\n", "has no column 'new_label'; its first line names id, old_label")]
    [InlineData("id,old_label,new_label,note\n", "has the column 'note', which patches do not have")]
    [InlineData("", "is empty")]
    [InlineData(Heading + "7,,cat,dog,relabel,,,,\n7,,cat,dog,relabel,,,,\n", "line 3: '7' is corrected in line 2 already")]
    [InlineData(Heading + ",,cat,dog,,,,,\n", "line 2: the id is empty")]
    [InlineData(Heading + "7,,cat,,,,,,\n", "line 2: '7' has an empty new_label")]
    [InlineData(Heading + "7,,cat,dog,maybe,,,,\n", "line 2: the decision is 'maybe'; it must be relabel or keep")]
    [InlineData(Heading + "7,,cat,dog,keep,,,,\n", "line 2: the decision about '7' is keep, but its label becomes 'dog'")]
    [InlineData(Heading + "7,,cat,cat,relabel,,,,\n", "line 2: the decision about '7' is relabel, but its label stays 'cat'")]
    [InlineData(Heading + "7,,cat,dog,,,yesterday,,\n", "line 2: the time 'yesterday' is not one such as")]
    [InlineData(Heading + "7,,cat,dog,,,,NaN,\n", "line 2: the score 'NaN' is no finite number")]
    [InlineData(Heading + "7,,cat,dog,,,,,xyz\n", "line 2: data is 'xyz'; it must be the first 16 hexadecimal digits")]
    [InlineData(Heading + "7,,cat,dog,,,,,0123456789abcdef\n8,,cat,dog,,,,,\n", "line 3: data is '' here and '0123456789abcdef' in line 2")]
    [InlineData(Heading + "7,,cat\n", "line 2: 3 cells, but the first line names 9 columns")]
    [InlineData(Heading + "\"7,,cat,dog,,,,,\n", "this is no CSV")]
    public void Mistakes_are_told_with_their_line(string text, string message)
        => Assert.Contains(message, Assert.Throws<SourceException>(() => Csv(text)).Message);

    [Theory]
    [InlineData("{\"id\": \"7\", \"old_label\": \"cat\"}\n", "line 1: there is no 'new_label'")]
    [InlineData("\n{\"id\": 7, \"old_label\": \"cat\", \"new_label\": \"dog\", \"note\": 1}\n", "line 2: there is 'note', which patches do not have")]
    [InlineData("{\"id\": 7, \"old_label\": \"cat\", \"new_label\": [1]}\n", "line 1: 'new_label' is neither a text nor a number")]
    [InlineData("[7]\n", "line 1: this is no JSON object")]
    [InlineData("{\"id\": 7,", "line 1: this is no JSON")]
    public void Mistakes_in_json_lines_too(string text, string message)
    {
        _folder.Write("patch.jsonl", Encoding.UTF8.GetBytes(text));
        Assert.Contains(message, Assert.Throws<SourceException>(() => LabelPatch.Read(_folder["patch.jsonl"])).Message);
    }

    [Fact]
    public void Two_corrections_of_a_sample_make_no_patch()
        => Assert.Throws<SourceException>(() => new LabelPatch([new("7", "a", "b"), new("7", "a", "c")]));

    [Fact]
    public void What_cannot_be_written_leaves_the_file_as_it_was()
    {
        new LabelPatch([new("1", "a", "b")]).Write(_folder["patch.csv"]);
        var before = File.ReadAllText(_folder["patch.csv"]);
        // An unpaired surrogate is no text, so the writer fails half-way.
        Assert.ThrowsAny<ArgumentException>(() => new LabelPatch([new("1", "a", "b"), new("2", "a", "\uD800")]).Write(_folder["patch.csv"]));
        Assert.Equal(before, File.ReadAllText(_folder["patch.csv"]));
        Assert.Equal(["patch.csv"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private LabelPatch Csv(string text)
    {
        _folder.Write("patch.csv", Encoding.UTF8.GetBytes(text));
        return LabelPatch.Read(_folder["patch.csv"]);
    }
}
