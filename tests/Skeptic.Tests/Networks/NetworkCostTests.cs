using Skeptic.Networks;

namespace Skeptic.Tests.Networks;

public class NetworkCostTests
{
    /// <summary>Counted by hand, layer by layer; ResNets as their papers' CIFAR forms are quoted: 0.56 and 1.16 billion.</summary>
    [Theory]
    [InlineData("lenet", 1, 28, 61_706, 6 * 28 * 28 * 25 + 16 * 10 * 10 * 150 + 400 * 120 + 120 * 84 + 84 * 10)]
    [InlineData("cnn4", 1, 28, 422_090, 32 * 28 * 28 * 9 + 64 * 14 * 14 * 288 + 3136 * 128 + 128 * 10)]
    [InlineData("mlp2", 1, 28, 203_530, 784 * 256 + 256 * 10)]
    [InlineData("resnet18", 3, 32, 11_173_962, 555_422_720)]
    [InlineData("resnet34", 3, 32, 21_282_122, 1_159_402_496)]
    public void A_networks_multiplications_are_those_of_its_layers(string model, int channels, int side, long parameters, long multiplyAdds)
    {
        var cost = NetworkCost.Of(NetworkCatalogue.Find(model), new NetworkShape([channels, side, side], 10));
        Assert.Equal(new NetworkCost(parameters, multiplyAdds), cost);
    }
}
