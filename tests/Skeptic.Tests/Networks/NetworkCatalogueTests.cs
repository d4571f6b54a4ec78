using Skeptic.Networks;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Tests;

public sealed class NetworkCatalogueTests
{
    public static TheoryData<string> Names => [.. NetworkCatalogue.All.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_takes_every_size_that_it_accepts(string name)
    {
        var smallest = Math.Max(1, NetworkCatalogue.Find(name).Smallest);
        foreach (var (shape, width) in new (int[], double)[] { ([3, 32, 32], 0.25), ([1, 13, 17], 0.5), ([2, 12, 12], 0.01), ([1, smallest, smallest], 0.1) })
        {
            if (shape[1] < smallest) continue;
            using var scope = Scope.Open();
            using var network = Make(name, shape, 7, width);
            var logits = network.Forward(Tensor.Ones([5, .. shape.Select(size => (long)size)]));
            Assert.Equal([5, 7], logits.Shape);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_seeds_give_equal_weights(string name)
    {
        using var first = Make(name, Small(name), 3, 0.1);
        using var second = Make(name, Small(name), 3, 0.1);
        foreach (var (one, two) in first.StateDict().Zip(second.StateDict())) Assert.Equal(Numbers.Of(one.Value), Numbers.Of(two.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_gets_a_gradient(string name)
    {
        using var scope = Scope.Open();
        using var network = Make(name, Small(name), 3, 0.1);
        using var draws = new Generator(4);
        var inputs = Tensor.Empty([6, .. Small(name).Select(size => (long)size)]).FillNormal(0, 1, draws);
        network.Forward(inputs).CrossEntropy(Tensor.From([0L, 1, 2, 0, 1, 2]), Tensor.Reduction.Mean).Backward();
        Assert.All(network.Parameters, parameter => Assert.NotNull(parameter.Value.Grad));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_last_linear_layer_makes_the_logits_of_what_it_is_given(string name)
    {
        using var scope = Scope.Open();
        using var network = Make(name, Small(name), 3, 0.1);
        network.Train(false);
        var classifier = Skeptic.Theory.Penultimate.Classifier(network);
        var seen = new List<Tensor>();
        classifier.Watch = seen.Add;
        var logits = network.Forward(Tensor.Ones([2, .. Small(name).Select(size => (long)size)]));
        classifier.Watch = null;
        Assert.Equal(Numbers.Of(logits), Numbers.Of(classifier.Forward(Assert.Single(seen))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_image_that_is_too_small_is_refused(string name)
    {
        var smallest = NetworkCatalogue.Find(name).Smallest;
        if (smallest < 2) return;
        var graph = name.Split("-cdr")[0];
        Assert.StartsWith($"{graph} takes images of at least {smallest}x{smallest} pixels", Assert.Throws<SettingsException>(() => Make(name, [3, smallest, smallest - 1], 3)).Message);
    }

    [Theory]
    [InlineData("lenet", 61_706)]
    [InlineData("cnn4", 422_090)]
    [InlineData("mlp", 784 * 512 + 512 + 512 * 256 + 256 + 256 * 10 + 10)]
    public void Parameters_on_MNIST_are_as_many_as_published(string name, long parameters)
    {
        using var network = Make(name, [1, 28, 28], 10);
        Assert.Equal(parameters, network.ParameterCount);
    }

    [Theory]
    [InlineData("lenet", 32, 10, 83_126)]
    [InlineData("resnet18", 32, 10, 11_173_962)]
    [InlineData("resnet34", 32, 100, 21_328_292)]
    [InlineData("resnet50", 32, 10, 23_520_842)]
    [InlineData("resnet50-imagenet", 224, 1000, 25_557_032)]
    [InlineData("resnet50-imagenet", 224, 50, 23_610_482)]
    [InlineData("inception-resnet-v2", 299, 1000, 55_843_464)]
    public void Parameters_on_colour_images_are_as_many_as_published(string name, int side, int classes, long parameters)
    {
        using var network = Make(name, [3, side, side], classes);
        Assert.Equal(parameters, network.ParameterCount);
    }

    [Theory]
    [InlineData("lenet", new[] { 1, 11, 28 }, "lenet takes images of at least 12x12 pixels, and these samples are [1,11,28]; use --model mlp")]
    [InlineData("cnn4", new[] { 20 }, "cnn4 takes images of at least 4x4 pixels, and these samples are [20]; use --model mlp")]
    public void Samples_that_do_not_fit_are_refused_with_a_remedy(string name, int[] shape, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Make(name, shape, 3)).Message);

    [Theory]
    [InlineData("lenet", "conv2.weight", 1 / 150.0)]
    [InlineData("lenet", "fc1.bias", 1 / 400.0)]
    [InlineData("cnn4", "conv2.weight", 6 / 288.0)]
    [InlineData("cnn4", "fc1.weight", 6.0 / (3_136 + 128))]
    [InlineData("cnn4", "fc2.weight", 6.0 / (128 + 10))]
    [InlineData("cnn4", "conv2.bias", 1 / 288.0)]
    [InlineData("mlp", "fc2.weight", 1 / 512.0)]
    [InlineData("cnn8", "block3.conv.weight", 6 / 576.0)]
    [InlineData("cnn8", "fc1.weight", 6.0 / (1_764 + 256))]
    [InlineData("resnet34", "layer1.0.conv1.weight", 1 / 576.0)]
    [InlineData("resnet34-sr", "layer1.0.conv1.weight", 6 / 576.0)]
    [InlineData("resnet34-sr", "fc.weight", 6.0 / (512 + 10))]
    [InlineData("preact-resnet18", "layer2.0.shortcut.0.weight", 1 / 64.0)]
    public void Initial_weights_are_uniform_within_the_published_bound(string name, string parameter, double squaredBound)
    {
        using var network = Make(name, [1, 28, 28], 10);
        var weights = Numbers.Of(network.Parameters.Single(one => one.Name == parameter).Value);
        var bound = Math.Sqrt(squaredBound);
        Assert.InRange(weights.Max(Math.Abs), bound * (1 - 10.0 / weights.Length), bound * (1 + 1e-6));
        // The mean square of a uniform distribution is a third of its squared bound; how far a sample's is off falls with its size.
        var spread = 1.5 / Math.Sqrt(weights.Length);
        Assert.InRange(weights.Average(weight => weight * weight) / squaredBound, 1 / 3.0 - spread, 1 / 3.0 + spread);
    }

    [Fact]
    public void Torchvisions_start_is_normal_over_the_fan_of_outputs()
    {
        using var network = Make("resnet50-imagenet", [3, 224, 224], 10);
        var weights = Numbers.Of(network.Parameters.Single(one => one.Name == "layer2.0.conv2.weight").Value);
        Assert.InRange(weights.Average(weight => weight * weight) * (128 * 9) / 2, 0.99, 1.01);
        Assert.InRange(weights.Count(weight => Math.Abs(weight) < Math.Sqrt(2.0 / (128 * 9))) / (double)weights.Length, 0.678, 0.688);
    }

    [Fact]
    public void Residual_networks_have_torchvisions_names()
    {
        using var network = Make("resnet50", [3, 32, 32], 10, 0.1);
        var names = network.StateDict().Select(tensor => tensor.Name).ToList();
        string[] expected =
        [
            "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked", "layer1.0.conv1.weight",
        ];
        Assert.Equal(expected, names[..expected.Length]);
        Assert.Contains("layer1.0.downsample.0.weight", names);
        Assert.Contains("layer4.2.bn3.running_var", names);
        Assert.Equal(["fc.weight", "fc.bias"], names[^2..]);
        Assert.Equal(320, names.Count);
    }

    [Fact]
    public void A_perceptron_takes_feature_vectors()
    {
        using var scope = Scope.Open();
        using var network = Make("mlp", [20], 3);
        Assert.Equal([4, 3], network.Forward(Tensor.Ones([4, 20])).Shape);
    }

    [Fact]
    public void A_model_that_does_not_exist_is_refused_with_the_nearest()
    {
        var message = Assert.Throws<SettingsException>(() => NetworkCatalogue.Find("lennet")).Message;
        Assert.Contains("there is no model 'lennet'", message);
        Assert.Contains("lenet", message[message.IndexOf('.')..]);
    }

    /// <summary>The smallest images that it takes, and no smaller than 12x12.</summary>
    private static int[] Small(string name)
    {
        var side = Math.Max(12, NetworkCatalogue.Find(name).Smallest);
        return [1, side, side];
    }

    private static Layer Make(string name, int[] shape, int classes, double width = 1)
    {
        using var init = new Generator(3);
        return NetworkCatalogue.Find(name).Create(new NetworkShape(shape, classes, width), init);
    }
}
