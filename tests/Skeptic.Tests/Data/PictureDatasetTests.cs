using System.Text;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Data sets of image files, on small made-up trees of folders.</summary>
public sealed class PictureDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sub_folders_of_train_and_test_are_the_classes()
    {
        foreach (var (part, count) in new[] { ("train", 3), ("test", 2) })
            for (var i = 0; i < count; i++)
            {
                Write($"animals/{part}/cat/{i}.ppm", (byte)(10 * i), 5, 5);
                Write($"animals/{part}/dog/{i}.PGM", 200, 9, 5);
            }
        File.WriteAllText(_folder["animals/train/cat/notes.txt"], "no image");
        var data = DatasetCatalogue.Load($"folder:8:{_folder["animals"]}", Folders);
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([0, 0, 0, 1, 1, 1], data.Train.Labels);
        Assert.Equal([0, 0, 1, 1], data.Test.Labels);
        Assert.Equal([3, 8, 8], data.Train.Inputs.SampleShape);
        var values = new float[3 * 8 * 8];
        data.Train.Inputs.ReadRow(1, values);
        Assert.All(values, value => Assert.Equal(10, value));
        data.Train.Inputs.Select([5, 0]).ReadRow(0, values);
        Assert.All(values, value => Assert.Equal(200, value));
    }

    [Fact]
    public void Without_train_and_test_every_tenth_image_of_a_class_is_held_out()
    {
        for (var i = 0; i < 40; i++) Write($"things/{(i < 25 ? "a" : "b")}/{i:D2}.ppm", (byte)i, 4, 4);
        var data = DatasetCatalogue.Load("folder:8:things", Folders);
        Assert.Equal((37, 3), (data.Train.Count, data.Test.Count));
        Assert.Equal([0, 0, 1], data.Test.Labels);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), First(data.Train).Concat(First(data.Test)).Order());
        Assert.Equal(data.Fingerprint, DatasetCatalogue.Load("folder:8:things", Folders).Fingerprint);
        Write("things/a/00.ppm", 99, 4, 4);
        Assert.NotEqual(data.Fingerprint, DatasetCatalogue.Load("folder:8:things", Folders).Fingerprint);
    }

    [Fact]
    public void Mistakes_in_a_folder_are_said()
    {
        Refuses("folder", "write folder:PATH or folder:SIDE:PATH");
        Refuses("folder:4:x", "SIDE of 8 to 1024");
        Refuses("folder:missing", "There is no folder 'missing'");
        Write("one/a/1.ppm", 1, 4, 4);
        Refuses("folder:one", "has 1 sub-folders; at least two");
        Directory.CreateDirectory(_folder["one/b"]);
        Refuses("folder:one", "holds no images");
        Write("one/b/1.ppm", 1, 4, 4);
        Refuses("folder:one", "No class has the 10 images");
        foreach (var name in new[] { "a", "b" }) Write($"two/train/{name}/1.ppm", 1, 4, 4);
        Refuses("folder:two", "neither 'test' nor 'val'");
        Write("two/val/c/1.ppm", 1, 4, 4);
        Refuses("folder:two", "has a class 'c', which the training images lack");
    }

    [Fact]
    public void A_damaged_image_is_named_when_it_is_needed()
    {
        for (var i = 0; i < 24; i++) Write($"things/{(i < 12 ? "a" : "b")}/{i:D2}.ppm", (byte)i, 4, 4);
        _folder.Write("things/a/05.ppm", "P6 4 4 255 ab"u8.ToArray());
        var data = DatasetCatalogue.Load("folder:8:things", Folders);
        using var device = new DeviceData(data.Train.Inputs, data.Normalisation, Device.Cpu);
        using var scope = Scope.Open();
        var message = Assert.Throws<DataException>(() => device.Gather(Tensor.Arange(data.Train.Count))).Message;
        Assert.Matches("05.ppm' cannot be decoded: it is cut short. Remove or replace it.$", message);
    }

    [Fact]
    public void Batches_are_decoded_and_normalised()
    {
        for (var i = 0; i < 24; i++) Write($"things/{(i < 12 ? "a" : "b")}/{i:D2}.ppm", (byte)(10 * i), 9, 12);
        var data = DatasetCatalogue.Load("folder:8:things", Folders);
        using var device = new DeviceData(data.Train.Inputs, data.Normalisation, Device.Cpu);
        using var scope = Scope.Open();
        var batch = device.Gather(Tensor.From<long>([3, 0, 3]));
        Assert.Equal([3L, 3, 8, 8], Enumerable.Range(0, 4).Select(batch.Size));
        var (values, first) = (batch.ToArray<float>(), First(data.Train));
        for (var row = 0; row < 3; row++)
            for (var c = 0; c < 3; c++)
                Assert.Equal((first[row == 1 ? 0 : 3] / 255 - data.Normalisation.Mean[c]) / data.Normalisation.Std[c], values[(row * 3 + c) * 64], 5);
        Assert.Equal(256, device.EvaluationBatch);
        using var large = new DeviceData(new PictureArray([], new(256, 224)), data.Normalisation, Device.Cpu);
        Assert.Equal(20, large.EvaluationBatch);
    }

    [Fact]
    public void A_run_trains_on_image_files_with_noise_that_looks_at_them()
    {
        for (var i = 0; i < 60; i++) Write($"things/{(i % 2 == 0 ? "dark" : "light")}/{i:D2}.ppm", (byte)(i % 2 == 0 ? i : 195 + i), 12, 12);
        var name = $"folder:12:{_folder["things"]}";
        var recipe = TinyRun.Recipe("ce", $"dataset={name}", "noise=instance-scaled:0.2", "epochs=15");
        Assert.DoesNotContain('/', recipe.Name);
        using var workplace = new Workplace(Folders, Device.Cpu);
        using var run = new Run(recipe, workplace);
        var outcome = Trainer.Continue(run, null, null, CancellationToken.None);
        Assert.Equal(RunStatus.Finished, outcome.Status);
        Assert.InRange(outcome.Result!.Best.Accuracy, 5 / 6.0, 1);
        Assert.InRange(run.Facts(null).RealisedNoiseRate!.Value, 0.02, 0.5);
    }

    [Fact]
    public void WebVision_is_read_from_its_lists()
    {
        var (train, validation) = (new StringBuilder(), new StringBuilder());
        for (var label = 0; label < 52; label++)
        {
            train.Append($"google/q{label:D4}/a b.ppm {label}\n");
            validation.Append($"val{label:D6}.ppm {label}\n");
            if (label >= 50) continue;
            Write($"webvision/google/q{label:D4}/a b.ppm", (byte)label, 256, 300);
            Write($"webvision/val_images_256/val{label:D6}.ppm", (byte)(100 + label), 256, 256);
        }
        _folder.Write("webvision/info/train_filelist_google.txt", Encoding.ASCII.GetBytes(train.ToString()));
        _folder.Write("webvision/info/val_filelist.txt", Encoding.ASCII.GetBytes(validation.ToString()));
        var data = DatasetCatalogue.Load("webvision-mini", Folders);
        Assert.Equal((50, 50, 50), (data.Classes, data.Train.Count, data.Test.Count));
        Assert.Equal([3, 224, 224], data.Train.Inputs.SampleShape);
        Assert.Equal("7", data.ClassNames[7]);
        var values = new float[3 * 224 * 224];
        data.Test.Inputs.ReadRow(49, values);
        Assert.All(values, value => Assert.Equal(149, value));

        _folder.Write("webvision/info/synsets.txt", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(i => $"n{i:D8} thing {i}, some thing\n"))));
        Assert.Contains("validation images of ILSVRC-2012 were not found", Refused("webvision-mini-ilsvrc"));
        for (var label = 0; label < 51; label++) Write($"ILSVRC2012/val/n{label:D8}/x.ppm", (byte)(200 - label), 256, 256);
        var other = DatasetCatalogue.Load("webvision-mini-ilsvrc", Folders);
        Assert.Equal(("thing 7", 50), (other.ClassNames[7], other.Test.Count));
        other.Test.Inputs.ReadRow(3, values);
        Assert.Equal(197, values[0]);

        File.Delete(_folder["webvision/google/q0003/a b.ppm"]);
        Assert.Contains("of which 1 are not there, the first being", Refused("webvision-mini"));
        File.AppendAllText(_folder["webvision/info/val_filelist.txt"], "../../etc/passwd 3\n");
        Write("webvision/google/q0003/a b.ppm", 1, 256, 256);
        Assert.Contains("Line 53 of", Refused("webvision-mini"));
    }

    [Fact]
    public void A_data_set_that_cannot_be_downloaded_says_how_to_name_its_folder()
    {
        var message = Assert.Throws<DataException>(() => DatasetCatalogue.Load("webvision-mini", new DataFolders(null, null, _folder.Path))).Message;
        Assert.Contains("Name the folder with --data", message);
        Assert.DoesNotContain("skeptic download", message);
    }

    private DataFolders Folders => new(_folder.Path, null, "nowhere");

    private void Refuses(string name, string expected) => Assert.Contains(expected, Refused(name));

    private string Refused(string name) => Assert.Throws<DataException>(() => DatasetCatalogue.Load(name, Folders)).Message;

    /// <summary>The first value of every sample: images here are of one grey.</summary>
    private static float[] First(LabelledData part)
    {
        var values = new float[part.Inputs.SampleShape.Aggregate(1, (product, extent) => product * extent)];
        return [.. Enumerable.Range(0, part.Count).Select(i =>
        {
            part.Inputs.ReadRow(i, values);
            return values[0];
        })];
    }

    private void Write(string name, byte grey, int width, int height)
        => _folder.Write(name, [.. Encoding.ASCII.GetBytes($"P5 {width} {height} 255\n"), .. Enumerable.Repeat(grey, width * height)]);
}
