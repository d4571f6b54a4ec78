using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>The networks of Co-teaching, Co-teaching+ and DivideMix by their authors' code.</summary>
internal static class TwoNetworkGolden
{
    internal static void Counts(GoldenCase golden)
    {
        Dictionary<string, (string Name, int[] Input, int Classes)> ours = new()
        {
            ["coteaching CNN in=1 out=10"] = ("cnn9", [1, 28, 28], 10), ["coteaching CNN in=3 out=10"] = ("cnn9", [3, 32, 32], 10),
            ["coteaching CNN in=3 out=100"] = ("cnn9", [3, 32, 32], 100), ["coteaching_plus MLPNet"] = ("mlp2", [1, 28, 28], 10),
            ["coteaching_plus CNN_small 10"] = ("cnn5", [3, 32, 32], 10), ["coteaching_plus CNN out=100"] = ("cnn7", [3, 32, 32], 100),
            ["coteaching_plus PreActResNet18(200)"] = ("preact-resnet18-plain", [3, 56, 56], 200),
            ["dividemix ResNet18(10)"] = ("preact-resnet18", [3, 32, 32], 10), ["dividemix ResNet18(100)"] = ("preact-resnet18", [3, 32, 32], 100),
        };
        // The network for texts has no counterpart: there is no data set of words.
        var entries = golden.Json.EnumerateObject().Where(entry => entry.Name != "origin" && !entry.Name.Contains("NewsNet", StringComparison.Ordinal)).ToList();
        Assert.Equal(ours.Keys.Order(), entries.Select(entry => entry.Name).Order());
        foreach (var entry in entries)
        {
            var (name, input, classes) = ours[entry.Name];
            using var network = NetworkGolden.Make(name, input, classes);
            Assert.Equal((entry.Name, entry.Value.GetInt64()), (entry.Name, network.ParameterCount));
        }
    }

    internal static void Stages(GoldenCase golden)
    {
        Check("coteaching CNN in=1 28x28", "cnn9", [2, 1, 28, 28], 10);
        Check("coteaching CNN in=3 32x32", "cnn9", [2, 3, 32, 32], 10);
        Check("coteaching_plus CNN 32x32", "cnn7", [2, 3, 32, 32], 100, "block2", "block4", "block6");
        Check("dividemix ResNet18 32x32", "preact-resnet18", [1, 3, 32, 32], 10);
        Check("coteaching_plus PreActResNet18 56x56", "preact-resnet18-plain", [1, 3, 56, 56], 200);
        Assert.Equal(6, golden.Json.EnumerateObject().Count());

        void Check(string title, string name, long[] input, int classes, params string[] pooled)
        {
            using var scope = Scope.Open();
            using var off = Grad.Off();
            using var network = NetworkGolden.Make(name, [.. input.Skip(1).Select(size => (int)size)], classes);
            network.Train(false);
            NetworkGolden.Stages(network, input, golden.Json.GetProperty(title), part => part[0] == 'c' && part.Length == 2 ? "block" + part[1] : part, pooled);
        }
    }

    /// <summary>The authors' code drops maps in evaluation on this engine; ours in training alone.</summary>
    internal static void Dropout(GoldenCase golden)
    {
        Assert.True(golden.Json.Double("max_abs_difference_between_two_eval_forwards") > 0);
        using var scope = Scope.Open();
        using var off = Grad.Off();
        using var network = NetworkGolden.Make("cnn9", [1, 28, 28], 10);
        using var draws = new Generator(3);
        var input = Tensor.Empty([2, 1, 28, 28]).FillNormal(0, 1, draws);
        network.Train(false);
        Assert.Equal(Numbers.Of(network.Forward(input)), Numbers.Of(network.Forward(input)));
        network.Train();
        Assert.NotEqual(Numbers.Of(network.Forward(input)), Numbers.Of(network.Forward(input)));
    }
}
