using System.Diagnostics;
using Skeptic.Data;
using Xunit.Abstractions;

namespace Skeptic.Tests;

public sealed class RealDataTests(ITestOutputHelper output)
{
    [MnistFact]
    public void MNIST_is_read_whole()
    {
        var mnist = Timed("mnist");
        Assert.Equal((60_000, 10_000, 10), (mnist.Train.Count, mnist.Test.Count, mnist.Classes));
        Assert.Equal([1, 28, 28], mnist.Train.Inputs.SampleShape);
        Assert.Equal("1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13", LabelHash.UInt8(mnist.Train.Labels));
        var measured = Normalisation.Measure((ImageArray)mnist.Train.Inputs);
        Assert.Equal(0.1307, measured.Mean[0], 4);
        Assert.Equal(0.3081, measured.Std[0], 4);
    }

    [Cifar10Fact]
    public void CIFAR10_is_read_whole()
    {
        var cifar = Timed("cifar10");
        Assert.Equal((50_000, 10_000, 10), (cifar.Train.Count, cifar.Test.Count, cifar.Classes));
        Assert.All(Enumerable.Range(0, 10), c => Assert.Equal(5_000, cifar.Train.Labels.Count(label => label == c)));
        Assert.Equal([7, 8, 4, 4, 6, 5, 2, 9, 6, 6], cifar.Train.Labels[..10]);
        var measured = Normalisation.Measure((ImageArray)cifar.Train.Inputs);
        for (var channel = 0; channel < 3; channel++)
        {
            Assert.Equal(cifar.Normalisation.Mean[channel], measured.Mean[channel], 4);
            Assert.Equal(cifar.Normalisation.Std[channel], measured.Std[channel], 4);
        }
    }

    private Dataset Timed(string name)
    {
        var watch = Stopwatch.StartNew();
        var dataset = DatasetCatalogue.Load(name, RealData.Folders);
        output.WriteLine($"{name}: read in {watch.ElapsedMilliseconds} ms");
        watch.Restart();
        output.WriteLine($"{name}: fingerprint {dataset.Fingerprint} in {watch.ElapsedMilliseconds} ms");
        return dataset;
    }
}
