using Skeptic.Experiments;

namespace Skeptic.Tests;

/// <summary>How many runs a GPU is given at a time.</summary>
public sealed class DeviceParallelTests
{
    [Theory]
    [InlineData(16, 64, "model=lenet")]
    [InlineData(6, 6, "model=lenet")]
    [InlineData(4, 64, "model=cnn9")]
    [InlineData(1, 64, "model=resnet18")]
    [InlineData(1, 64, "model=lenet", "batch=1024")]
    [InlineData(1, 64, "model=inception-resnet-v2")]
    public void Small_networks_train_many_at_a_time_and_large_ones_alone(int parallel, int processors, params string[] settings)
    {
        var (found, reason) = DeviceParallel.Of([Cell([.. settings])], processors);
        Assert.Equal(parallel, found);
        Assert.StartsWith($"{parallel} at a time", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_network_of_a_sweep_decides()
    {
        Assert.Equal(4, DeviceParallel.Of([Cell("model=lenet"), Cell("model=cnn9"), Cell("model=mlp2")], 32).Parallel);
        Assert.Equal(16, DeviceParallel.Of([], 32).Parallel);
    }

    private static Cell Cell(params string[] settings) => new(new Dictionary<string, string>(), TinyRun.Recipe("ce", ["dataset=mnist", "width=1", .. settings]));
}
