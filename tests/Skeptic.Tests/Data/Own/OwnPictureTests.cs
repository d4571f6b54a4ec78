using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>From folders of pictures to data sets: sizes, parts, bad files, the cache.</summary>
public sealed class OwnPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_of_one_small_size_keep_it_and_grey_ones_stay_grey()
    {
        Fill("a", 10, 9, 12);
        Fill("b", 10, 9, 12);
        var data = Load();
        Assert.Equal([1, 9, 12], data.Train.Inputs.SampleShape);
        Assert.Equal("""{"width":12,"height":9,"channels":1,"fit":"crop","background":"000000"}""", data.Own!.Preparation.ToJsonString());
        Assert.Equal([3, 9, 12], Load(new() { Channels = 3 }).Train.Inputs.SampleShape);
        Assert.Equal([1, 20, 20], Load(new() { ImageSize = 20 }).Train.Inputs.SampleShape);
        _folder.Write("pictures/b/other.png", OddPictures.Png(70, 70, 3, (_, _, c) => 10 * c));
        Assert.Equal([3, 32, 32], Load().Train.Inputs.SampleShape);
    }

    [Fact]
    public void A_share_of_every_class_is_held_out_once_and_for_all()
    {
        Fill("a", 40, 8, 8);
        Fill("b", 20, 8, 8);
        Fill("c", 1, 8, 8);
        var data = Load();
        Assert.Equal((55, 6), (data.Train.Count, data.Test.Count));
        Assert.Equal([4, 2, 0], Enumerable.Range(0, 3).Select(label => data.Test.Labels.Count(own => own == label)));
        Assert.Equal(61, data.Train.Ids!.Concat(data.Test.Ids!).Distinct().Count());
        Assert.Equal(data.Test.Ids, Load().Test.Ids);
        Assert.NotEqual(data.Test.Ids, Load(new() { TestSeed = 1 }).Test.Ids);
        Assert.Equal(18, Load(new() { TestShare = 0.3 }).Test.Count);
    }

    [Fact]
    public void Constants_come_from_training_pictures_alone()
    {
        foreach (var (part, grey) in new[] { ("train", 50), ("val", 100), ("test", 250) })
            foreach (var name in new[] { "a", "b" })
                for (var i = 0; i < 3; i++) _folder.Write($"pictures/{part}/{name}/{i}.png", OddPictures.Png(8, 8, 1, (_, x, _) => grey + (x % 2 == 0 ? -10 : 10) * (part == "train" ? 1 : 0)));
        var data = Load();
        Assert.Equal(50 / 255.0, data.Normalisation.Mean[0], 12);
        Assert.Equal(10 / 255.0, data.Normalisation.Std[0], 12);
        Assert.Equal((12, 6), (data.Train.Count, data.Test.Count));
        Assert.Equal([6, 7, 8, 9, 10, 11], data.Own!.Validation!);
        Assert.All(data.Own.Validation!, row => Assert.StartsWith("val/", data.Train.Ids![row]));
        Directory.Delete(_folder["pictures/test"], recursive: true);
        var without = Load();
        Assert.All(without.Test.Ids!, id => Assert.StartsWith("val/", id));
        Assert.Null(without.Own!.Validation);
        Assert.Contains("the validation split is tested on", Assert.Single(without.Own.Remarks));
    }

    [Fact]
    public void Bad_files_are_listed_and_refused_or_left_out()
    {
        Fill("a", 12, 8, 8);
        Fill("b", 12, 8, 8);
        foreach (var name in new[] { "zero.png", "text.jpg", "bomb.png", "cut-exif-1.jpg", "cut-alpha.png", "cut-rgb.bmp", "cut-plain.gif", "damaged.png", "html.png", "bomb.gif", "bomb.bmp" })
            _folder.Write($"pictures/a/{name}", OddPictures.Bytes(name));
        File.CreateSymbolicLink(_folder["pictures/b/gone.png"], _folder["nowhere"]);
        var message = Assert.Throws<SourceException>(() => Load()).Message;
        Assert.StartsWith($"12 of 36 pictures in '{_folder["pictures"]}' cannot be used:\n  a/bomb.bmp: its header announces 60000 x 60000 pixels", message);
        Assert.Contains("\n  a/zero.png: it is empty", message.Replace("\n  and 2 more", "\n  a/zero.png: it is empty"));
        Assert.EndsWith("\n  and 2 more\nRepair or remove them, or leave them out with --on-bad skip.", message);
        var data = Load(new() { OnBad = OnBad.Skip });
        Assert.Equal(24, data.Train.Count + data.Test.Count);
        Assert.Equal(12, data.Own!.Skipped.Count);
        Assert.Equal(new BadSample("b/gone.png", "it is not there"), data.Own.Skipped[^1]);
        Assert.Equal("a/zero.png", data.Own.Skipped[^2].Id);
        Assert.Contains("12 of 36 pictures cannot be used and are left out", data.Own.Remarks[0]);
        foreach (var file in Directory.GetFiles(_folder["pictures"], "0*.png", SearchOption.AllDirectories)) File.Delete(file);
        Assert.Contains("None is left to train on.", Assert.Throws<SourceException>(() => Load(new() { OnBad = OnBad.Skip })).Message);
    }

    [Fact]
    public void The_digest_follows_content_and_labels_and_not_the_place()
    {
        Fill("a", 10, 8, 8);
        Fill("b", 10, 8, 8);
        var digest = Digest("pictures");
        Directory.Move(_folder["pictures"], _folder["moved"]);
        Assert.Equal(digest, Digest("moved"));
        File.SetLastWriteTimeUtc(_folder["moved/a/003.png"], DateTime.UnixEpoch);
        Assert.Equal(digest, Digest("moved"));
        File.Move(_folder["moved/a/003.png"], _folder["moved/b/103.png"]);
        Assert.NotEqual(digest, Digest("moved"));
        File.Move(_folder["moved/b/103.png"], _folder["moved/a/003.png"]);
        Assert.Equal(digest, Digest("moved"));
        var options = new OwnDataOptions { Sha256 = digest };
        OwnData.Load(_folder["moved"], options, new());
        _folder.Write("moved/a/003.png", OddPictures.Plain(8, 1));
        Assert.Contains("has changed since its digest was taken", Assert.Throws<SourceException>(() => OwnData.Load(_folder["moved"], options, new())).Message);
    }

    [Theory]
    [InlineData(1 << 28)]
    [InlineData(100)]
    public void What_was_decoded_is_kept_and_made_anew_where_it_is_damaged(int mostInMemory)
    {
        Fill("a", 20, 8, 8);
        Fill("b", 20, 8, 8);
        _folder.Write("pictures/a/zero.png", []);
        var decoded = 0;
        var load = new LoadOptions { Cache = _folder["cache"], PaysFrom = (1, 1), MostInMemory = mostInMemory, Progress = new Counting(phase => decoded += phase == "pictures decoded" ? 1 : 0), Threads = 1 };
        var options = new OwnDataOptions { OnBad = OnBad.Skip };
        var fingerprint = OwnData.Load(_folder["pictures"], options, new()).Fingerprint;
        Assert.Equal((fingerprint, 41), (Fingerprint(), decoded));
        Assert.Equal((fingerprint, 41), (Fingerprint(), decoded));
        var file = Assert.Single(Directory.GetFiles(_folder["cache"], "*.pixels"));
        Assert.Empty(Directory.GetFiles(_folder["cache"], "*.tmp"));

        var whole = File.ReadAllBytes(file);
        foreach (var damage in new Func<byte[]>[]
        {
            () => [], () => whole[..^1], () => [.. whole, 0], () => Changed(0), () => Changed(9), () => Changed(4096 + 700), () => Changed(whole.Length - 3), () => Changed(24),
        })
        {
            // Never in place: what is mapped stays as it is.
            File.Delete(file);
            File.WriteAllBytes(file, damage());
            decoded = 0;
            Assert.Equal((fingerprint, 41), (Fingerprint(), decoded));
            Assert.Equal(whole, File.ReadAllBytes(file));
        }

        decoded = 0;
        OwnData.Load(_folder["pictures"], options with { Fit = PictureFit.Pad }, load);
        Assert.Equal((41, 2), (decoded, Directory.GetFiles(_folder["cache"], "*.pixels").Length));
        File.SetLastWriteTimeUtc(_folder["pictures/a/000.png"], DateTime.UnixEpoch);
        decoded = 0;
        Assert.Equal((fingerprint, 41), (Fingerprint(), decoded));

        string Fingerprint() => OwnData.Load(_folder["pictures"], options, load).Fingerprint;
        byte[] Changed(int at)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 1;
            return bytes;
        }
    }

    [Fact]
    public void Mapped_pictures_give_the_batches_that_an_array_gives()
    {
        Fill("a", 30, 8, 8);
        Fill("b", 30, 8, 8);
        var array = Load();
        var mapped = OwnData.Load(_folder["pictures"], new(), new() { Cache = _folder["cache"], MostInMemory = 100 });
        Assert.IsType<MappedImageArray>(mapped.Train.Inputs);
        Assert.Equal(array.Normalisation.Mean, mapped.Normalisation.Mean);
        using var scope = Scope.Open();
        using var first = new DeviceData(array.Train.Inputs, array.Normalisation, Device.Cpu);
        using var second = new DeviceData(mapped.Train.Inputs, mapped.Normalisation, Device.Cpu);
        var index = Tensor.From<long>([3, 0, 53, 7]);
        Assert.Equal(first.Gather(index).ToArray<float>(), second.Gather(index).ToArray<float>());
    }

    [Fact]
    public void Too_many_pictures_without_a_folder_for_them_are_refused()
    {
        Fill("a", 10, 8, 8);
        Fill("b", 10, 8, 8);
        Assert.Contains("name a folder for it with SKEPTIC_CACHE", Assert.Throws<DataException>(() => OwnData.Load(_folder["pictures"], new(), new() { MostInMemory = 100 })).Message);
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("name another folder with SKEPTIC_CACHE",
            Assert.Throws<DataException>(() => OwnData.Load(_folder["pictures"], new(), new() { MostInMemory = 100, Cache = _folder["file/cache"] })).Message);
    }

    [Fact]
    public void Reading_stops_when_asked()
    {
        Fill("a", 30, 8, 8);
        Fill("b", 30, 8, 8);
        using var cancel = new CancellationTokenSource();
        var load = new LoadOptions { Cancel = cancel.Token, Cache = _folder["cache"], MostInMemory = 100, Progress = new Counting(phase => { if (phase == "pictures decoded") cancel.Cancel(); }) };
        Assert.ThrowsAny<OperationCanceledException>(() => OwnData.Load(_folder["pictures"], new(), load));
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public void Five_thousand_classes_are_read()
    {
        for (var c = 0; c < 5000; c++)
            for (var i = 0; i < 2; i++) _folder.Write($"pictures/class {c:D4}/{i}.png", OddPictures.Plain(2, (c + i) % 256));
        var data = Load(new() { TestShare = 0.5 });
        Assert.Equal((5000, 5000, 5000), (data.Classes, data.Train.Count, data.Test.Count));
        Assert.Equal(Enumerable.Range(0, 5000), data.Test.Labels);
        Assert.Equal("class 4321", data.ClassNames[4321]);
    }

    [Fact]
    public void One_class_is_none()
    {
        Fill("only", 5, 8, 8);
        Assert.Contains("has one class only, 'only'; a classifier needs at least two", Assert.Throws<SourceException>(() => Load()).Message);
    }

    private string Digest(string name) => OwnData.Sha256(_folder[name], new(), new());

    private Dataset Load(OwnDataOptions? options = null) => OwnData.Load(_folder["pictures"], options ?? new(), new());

    private void Fill(string name, int count, int height, int width)
    {
        for (var i = 0; i < count; i++)
            _folder.Write($"pictures/{name}/{i:D3}.png", OddPictures.Png(width, height, 1, (y, x, _) => (7 * i + 13 * y + 29 * x + name[0]) % 256));
    }

    private sealed class Counting(Action<string> count) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => count(value.Phase);
    }
}
