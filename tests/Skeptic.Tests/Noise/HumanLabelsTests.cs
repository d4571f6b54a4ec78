using System.Diagnostics;
using Skeptic.Data;
using Skeptic.Noise;
using Xunit.Abstractions;

namespace Skeptic.Tests;

public sealed class HumanLabelsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly long[] s_clean = [0, 1, 2, 0, 1, 2, 0, 1];
    private static readonly long[] s_worst = [0, 1, 1, 0, 2, 2, 2, 1];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_in_the_data_sets_order_are_taken_as_they_are()
    {
        Write("cifar-10n/CIFAR-10_human.pt", ("clean_label", s_clean), ("worse_label", s_worst), ("aggre_label", s_clean));
        var noise = Draw("human:worst", Data(s_clean));
        Assert.Equal(s_worst.Select(label => (int)label), noise.Given);
        Assert.Equal(("human:worst", "human", 0.375), (noise.Spec, noise.Convention, noise.RealisedRate));
        Assert.Equal(noise.Given, Draw("human:worse", Data(s_clean)).Given);
        Assert.Equal(0, Draw("human:aggre", Data(s_clean)).RealisedRate);
    }

    [Fact]
    public void Another_order_is_undone_by_the_order_file()
    {
        int[] order = [7, 2, 0, 1, 3, 6, 5, 4];
        var file = Write("some.pt", ("clean_label", s_clean), ("worse_label", s_worst));
        var data = Data([.. order.Select(i => s_clean[i])]);
        Assert.Contains("no 'image_order_c10.npy' beside it", Refused($"human:worst:{file}", data));
        Npy.Write<int>(_folder["image_order_c10.npy"], order);
        Assert.Equal(order.Select(i => (int)s_worst[i]), Draw($"human:worst:{file}", data).Given);
    }

    [Fact]
    public void Labels_of_other_images_are_never_taken()
    {
        Write("cifar-10n/CIFAR-10_human.pt", ("clean_label", s_clean), ("worse_label", s_worst));
        Npy.Write<int>(_folder["cifar-10n/image_order_c10.npy"], [0, 1, 2, 3, 4, 5, 6, 7]);
        Assert.Contains("belong to other images: with the order of", Refused("human:worst", Data([0, 1, 2, 0, 1, 2, 1, 0])));
        Assert.Contains("holds 8 labels, but 'cifar10' has 9 training samples", Refused("human:worst", Data([.. s_clean, 0])));
        Npy.Write<int>(_folder["cifar-10n/image_order_c10.npy"], [0, 1, 2, 3, 4, 5, 6, 6]);
        Assert.Contains("6 is outside or stands there twice", Refused("human:worst", Data([0, 1, 2, 0, 1, 2, 1, 0])));
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Contains("Looked for:", Refused("human:worst", Data(s_clean)));
        Assert.Contains("not for 'mnist'", Refused("human:worst", Data(s_clean, "mnist")));
        var file = Write("some.pt", ("clean_label", s_clean), ("worse_label", [0, 1, 1, 0, 2, 3, 2, 1]));
        Assert.Contains("holds no 'random_label2', only clean_label, worse_label", Refused($"human:random2:{file}", Data(s_clean)));
        Assert.Contains("Label 3 of sample 5", Refused($"human:worst:{file}", Data(s_clean)));
        Assert.Contains("needs the samples of a data set", Assert.Throws<NoiseException>(() => Labels.Draw("human:worst", [0, 1], 2)).Message);
    }

    [Fact]
    public void Some_of_the_samples_get_their_own_labels()
    {
        var file = Write("some.pt", ("clean_label", s_clean), ("worse_label", s_worst));
        var data = Data(s_clean);
        int[] rows = [2, 4, 5, 7];
        var noise = NoisyLabels.Draw(NoiseSpec.Parse($"human:worst:{file}"), "cifar10", [2, 1, 2, 1], 3, 1, scope: [0, 1, 3], material: new(data, Folders, rows));
        Assert.Equal([1, 2, 2, 1], noise.Given);
        Assert.Equal(2 / 3.0, noise.RealisedRate);
    }

    [HumanLabelsTheory]
    [InlineData("aggre", 0.0901)]
    [InlineData("random1", 0.1723)]
    [InlineData("random2", 0.1812)]
    [InlineData("random3", 0.1764)]
    [InlineData("worst", 0.4021)]
    public void The_real_labels_of_CIFAR10_have_the_published_rates(string set, double rate)
    {
        var data = s_cifar10.Value;
        var watch = Stopwatch.StartNew();
        var noise = NoisyLabels.Draw(NoiseSpec.Parse($"human:{set}"), "cifar10", data.Train.Labels, 10, 1, material: new(data, RealData.Folders));
        output.WriteLine($"human:{set} read and matched in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(rate, noise.RealisedRate, 4);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1);
    }

    [HumanLabelsFact]
    public void The_real_labels_of_CIFAR100_are_read()
    {
        var file = RealData.Folders.Roots.Select(root => Path.Combine(root, "cifar-10n", "CIFAR-100_human.pt")).First(File.Exists);
        var watch = Stopwatch.StartNew();
        var arrays = TorchFile.Read(file);
        output.WriteLine($"read in {watch.ElapsedMilliseconds} ms");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1);
        Assert.Equal(["clean_label", "noisy_label", "clean_coarse_label", "noisy_coarse_label"], arrays.Keys);
        var (clean, noisy) = (arrays["clean_label"].ToInts(), arrays["noisy_label"].ToInts());
        Assert.Equal(0.402, clean.Zip(noisy).Count(pair => pair.First != pair.Second) / 50_000.0, 3);
        // The table of groups, against the coarse labels that stand beside the fine ones.
        Assert.All(clean.Zip(arrays["clean_coarse_label"].ToInts()), pair => Assert.Equal(pair.Second, AsymmetricCifar100Super.Groups[pair.First]));
        // Images are not needed to see whose labels they are.
        var part = new LabelledData(new FeatureArray(new float[50_000], 50_000, 1), clean);
        var data = new Dataset("cifar100", part, part, [.. Enumerable.Range(0, 100).Select(i => $"{i}")], Normalisation.Identity(1), "test");
        Assert.Equal(noisy, NoisyLabels.Draw(NoiseSpec.Parse("human:noisy"), "cifar100", clean, 100, 1, material: new(data, RealData.Folders)).Given);
    }

    private static readonly Lazy<Dataset> s_cifar10 = new(() => DatasetCatalogue.Load("cifar10", RealData.Folders));

    private DataFolders Folders => new(_folder.Path, null, "nowhere");

    private string Write(string name, params (string, long[])[] arrays) => _folder.Write(name, TorchFiles.Arrays(arrays));

    private NoisyLabels Draw(string spec, Dataset data)
        => NoisyLabels.Draw(NoiseSpec.Parse(spec), data.Name, data.Train.Labels, 3, 1, material: new(data, Folders));

    private string Refused(string spec, Dataset data) => Assert.ThrowsAny<DataException>(() => Draw(spec, data)).Message;

    private static Dataset Data(long[] labels, string name = "cifar10")
    {
        var part = new LabelledData(new FeatureArray(new float[labels.Length], labels.Length, 1), [.. labels.Select(label => (int)label)]);
        return new(name, part, part, ["a", "b", "c"], Normalisation.Identity(1), "test");
    }

    private sealed class HumanLabelsTheoryAttribute : TheoryAttribute
    {
        public HumanLabelsTheoryAttribute() => Skip = Missing()!;
    }

    private sealed class HumanLabelsFactAttribute : FactAttribute
    {
        public HumanLabelsFactAttribute() => Skip = Missing()!;
    }

    private static string? Missing() => RealData.Missing("cifar10")
        ?? (RealData.Folders.Roots.Any(root => File.Exists(Path.Combine(root, "cifar-10n", "CIFAR-100_human.pt"))) ? null : "CIFAR-N is not on this machine.");
}
