using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class FolderSourceTests : IDisposable
{
    private static readonly byte[] s_picture = OddPictures.Plain(8, 100);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_are_folders_in_ordinal_order_and_hold_what_lies_below_them()
    {
        Write("b/1.PNG", "b/deep/er/2.jpeg", "a/x.WebP", "Ä/ü.gif", "10/i.bmp", "9/j.jpg", "B/z.png");
        Write("b/.hidden.png", "b/.ipynb_checkpoints/c.png", "__MACOSX/b/1.png", ".git/x/y.png", "b/notes.txt", "loose.png");
        var listing = List();
        Assert.Equal(["10", "9", "B", "a", "b", "Ä"], listing.ClassNames);
        Assert.Equal(["10/i.bmp", "9/j.jpg", "B/z.png", "a/x.WebP", "b/1.PNG", "b/deep/er/2.jpeg", "Ä/ü.gif"], listing.Samples.Select(sample => sample.Id));
        Assert.Equal([0, 1, 2, 3, 4, 4, 5], listing.Samples.Select(sample => sample.Label));
        Assert.Contains("b/notes.txt", Assert.Single(listing.Remarks));
    }

    [Fact]
    public void Splits_have_many_names_and_share_their_classes()
    {
        Write("TRAIN/cat/1.png", "TRAIN/dog/1.png", "valid/cat/2.png", "test/dog/3.png", "test/emu/4.png");
        var listing = List();
        Assert.Equal(["cat", "dog", "emu"], listing.ClassNames);
        Assert.Equal(
            [("TRAIN/cat/1.png", SourcePart.Train), ("TRAIN/dog/1.png", SourcePart.Train), ("valid/cat/2.png", SourcePart.Validation), ("test/dog/3.png", SourcePart.Test), ("test/emu/4.png", SourcePart.Test)],
            listing.Samples.Select(sample => (sample.Id, sample.Part)));
    }

    [Fact]
    public void A_class_may_be_called_test_where_nothing_is_called_train()
    {
        Write("test/1.png", "cat/1.png");
        Assert.Equal(["cat", "test"], List().ClassNames);
        Write("train/cat/1.png");
        Refuses("has a folder 'train' and beside it 'cat'");
    }

    [Fact]
    public void Two_folders_of_one_part_are_refused()
    {
        Write("train/a/1.png", "val/a/1.png", "validation/a/2.png");
        Refuses("'val' and 'validation', which are the same part");
    }

    [Fact]
    public void An_empty_class_is_kept_and_said()
    {
        Write("a/1.png", "c/1.png");
        Directory.CreateDirectory(_folder["b"]);
        var listing = List();
        Assert.Equal(["a", "b", "c"], listing.ClassNames);
        Assert.Contains("the class 'b', has no pictures and is kept as a class", Assert.Single(listing.Remarks));
    }

    [Fact]
    public void Links_that_lead_back_end_and_others_are_followed()
    {
        Write("a/1.png", "b/1.png");
        _folder.Write("../" + Path.GetFileName(_folder.Path) + "-beside/far.png", s_picture);
        var beside = _folder.Path + "-beside";
        try
        {
            Directory.CreateSymbolicLink(_folder["a/up"], _folder.Path);
            Directory.CreateSymbolicLink(_folder["a/self"], _folder["a"]);
            Directory.CreateSymbolicLink(_folder["b/beside"], beside);
            Directory.CreateSymbolicLink(_folder["b/beside-again"], beside);
            File.CreateSymbolicLink(_folder["b/link.png"], _folder["a/1.png"]);
            File.CreateSymbolicLink(_folder["b/gone.png"], _folder["nowhere.png"]);
            var listing = List();
            Assert.Equal(["a/1.png", "b/1.png", "b/beside/far.png", "b/gone.png", "b/link.png"], listing.Samples.Select(sample => sample.Id));
            Assert.Contains("2 links that lead back to a folder above are not followed", listing.Remarks);
            Assert.Equal([s_picture.Length, s_picture.Length, s_picture.Length, -1, s_picture.Length], listing.Samples.Select(sample => sample.Length));
            Assert.Equal("it is not there", Assert.Throws<PictureException>(() => PictureFiles.Read(listing.Samples[3])).Message);
        }
        finally
        {
            Directory.Delete(beside, recursive: true);
        }
    }

    [Fact]
    public void What_holds_no_classes_or_no_pictures_is_refused()
    {
        Refuses("has no sub-folders");
        Directory.CreateDirectory(_folder["a"]);
        Refuses("holds no pictures");
    }

    private SourceListing List() => new FolderSource(_folder.Path).List();

    private void Refuses(string message) => Assert.Contains(message, Assert.Throws<SourceException>(List).Message);

    private void Write(params string[] names)
    {
        foreach (var name in names) _folder.Write(name, s_picture);
    }
}
