using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class DataFoldersTests
{
    private static readonly string[] s_names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private static readonly DataFiles s_mnist = DatasetCatalogue.Find("mnist").Files!;

    [Theory]
    [InlineData("mnist")]
    [InlineData("MNIST/raw")]
    [InlineData("MNIST")]
    [InlineData(".")]
    public void Usual_sub_folders_and_the_root_itself_are_found(string sub)
    {
        using var root = new TemporaryFolder();
        Put(root, sub, 1);
        Assert.Equal(1, DatasetCatalogue.Load("mnist", new(null, root.Path, root["cache"])).Train.Labels[0]);
    }

    [Fact]
    public void Roots_are_searched_in_the_order_environment_then_cache()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        using var cache = new TemporaryFolder();
        var folders = new DataFolders(null, $"{first.Path}:{second.Path}", cache.Path);
        Assert.Equal([first.Path, second.Path, cache.Path], folders.Roots);
        Put(cache, "mnist", 3);
        Assert.Equal(cache["mnist"], folders.Find(s_mnist).Folder);
        Put(second, "mnist", 2);
        Assert.Equal(second["mnist"], folders.Find(s_mnist).Folder);
        Put(first, "mnist", 1);
        Assert.Equal(first["mnist"], folders.Find(s_mnist).Folder);
    }

    [Fact]
    public void A_folder_that_the_user_names_is_the_only_one()
    {
        using var named = new TemporaryFolder();
        using var other = new TemporaryFolder();
        Put(other, "mnist", 1);
        var folders = new DataFolders(named.Path, other.Path, other.Path);
        Assert.Equal([named.Path], folders.Roots);
        var message = Assert.Throws<DataException>(() => folders.Find(s_mnist)).Message;
        Assert.Contains(named["mnist"], message);
        Assert.Contains("--data", message);
        Assert.DoesNotContain(other.Path, message);
    }

    [Fact]
    public void What_was_not_found_is_told_with_every_place_and_the_remedy()
    {
        using var root = new TemporaryFolder();
        Put(root, "mnist", 1);
        File.Delete(Path.Combine(root["mnist"], s_names[3]));
        var message = Assert.Throws<DataException>(() => new DataFolders(null, root.Path, root["cache"]).Find(s_mnist)).Message;
        Assert.Contains($"{root["mnist"]} (without t10k-labels-idx1-ubyte.gz)", message);
        Assert.Contains($"{root["MNIST/raw"]} (no such folder)", message);
        Assert.Contains(root["cache"], message);
        Assert.Contains("skeptic download mnist", message);
        Assert.Contains("SKEPTIC_DATA", message);
        Assert.Contains("train-images-idx3-ubyte.gz", message);
    }

    [Fact]
    public void A_root_named_after_one_relative_of_MNIST_does_not_hold_another()
    {
        using var root = new TemporaryFolder();
        Put(root, "mnist", 1);
        Assert.NotNull(new DataFolders(root["mnist"], null, root["cache"]).TryFind(s_mnist));
        Assert.Null(new DataFolders(root["mnist"], null, root["cache"]).TryFind(DatasetCatalogue.Find("fashion-mnist").Files!));
    }

    [MnistFact]
    public void MNIST_in_the_folder_of_Fashion_MNIST_is_noticed()
    {
        using var root = new TemporaryFolder();
        Directory.CreateSymbolicLink(root["fashion-mnist"], RealData.Folders.Find(s_mnist).Folder);
        var message = Assert.Throws<DataException>(() => DatasetCatalogue.Load("fashion-mnist", new(root.Path, null, root["cache"]))).Message;
        Assert.Contains("are those of MNIST, not of fashion-mnist", message);
    }

    [Fact]
    public void Default_folders_end_with_the_users_cache()
        => Assert.EndsWith(Path.Combine("skeptic", "data"), DataFolders.Default().Roots[^1]);

    private static void Put(TemporaryFolder root, string sub, byte label)
    {
        for (var i = 0; i < 4; i++)
            root.Write(Path.Combine(sub, s_names[i]), i % 2 == 0 ? [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 200] : [0, 0, 8, 1, 0, 0, 0, 1, label]);
    }
}
